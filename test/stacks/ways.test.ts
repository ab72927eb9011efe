import { App } from 'aws-cdk-lib';
import { CityPlatformEksStack } from '../../stacks/eks/city-platform-eks-stack';
import { flatTemplate, type Json } from '../support/flat-template';
import { specOf, synthesise, type Template } from './synthesis';

/** Everything that `id` names, and everything that this names: it is made before, and deleted after. */
function before(template: Template, id: string): Set<string> {
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name) || !template.Resources[name]) return;
    found.add(name);
    for (const next of named(template.Resources[name])) visit(next);
  };
  for (const next of named(template.Resources[id])) visit(next);
  return found;
}

function named(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(named);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, Json]) => {
    if (key === 'DependsOn') return [inner].flat();
    if (key === 'Ref') return [inner];
    if (key === 'Fn::GetAtt') return [inner[0]];
    return named(inner);
  });
}

function eksTemplate(): Template {
  const app = new App();
  const stack = new CityPlatformEksStack(app, 'izmir', { city: specOf('izmir') });
  app.synth();
  return flatTemplate(app.outdir, stack.templateFile);
}

const ways = (template: Template, kind: string) =>
  Object.keys(template.Resources).filter((id) =>
    new RegExp(`Vpc${kind}\\d(DefaultRoute|RouteTableAssociation)`).test(id),
  );

describe.each([
  ['aws', () => Object.values(synthesise('izmir').templates)[0]!, ['AWS::CloudFormation::Stack', 'Custom::TaskRun']],
  ['eks', eksTemplate, ['AWS::EKS::Cluster', 'Custom::ClusterObjects']],
] as const)('on %s a way is there before what goes by it, and until that has gone', (_, template, users) => {
  const made = template();
  const lacking = (types: readonly string[], kind: string) =>
    Object.entries(made.Resources)
      .filter(([, { Type }]) => types.includes(Type))
      .flatMap(([id]) => {
        const earlier = before(made, id);
        return ways(made, kind)
          .filter((way) => !earlier.has(way))
          .map((way) => `${id} does not wait for ${way}`);
      });

  test('out of the private subnets: also what answers CloudFormation at the end goes by it', () => {
    expect(ways(made, 'Private')).toHaveLength(6);
    expect(Object.values(made.Resources).filter(({ Type }) => users.includes(Type as never)).length).toBeGreaterThan(1);
    expect(lacking(users, 'Private')).toEqual([]);
  });

  test('into the public subnets', () => {
    expect(ways(made, 'Public')).toHaveLength(6);
    expect(lacking(['AWS::ElasticLoadBalancingV2::LoadBalancer'], 'Public')).toEqual([]);
  });
});
