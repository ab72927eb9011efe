import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { parse } from 'yaml';
import type { ClusterToCheck } from '../../../programs/apply-objects/check-cluster';
import type { ObjectsToApply } from '../../../programs/apply-objects/handler';
import { CityPlatformEksStack } from '../../../stacks/eks/city-platform-eks-stack';
import type { Json } from '../../support/flat-template';

/** What the custom resources of an assembly say, as CloudFormation hands it to the function. */
export interface Artefacts {
  readonly foundation: ObjectsToApply;
  readonly programs: ObjectsToApply;
  /** In a cluster that exists: what is looked for in it, in the order in which it is; each with who looks. */
  readonly checks: readonly { readonly by: 'foundation' | 'programs'; readonly wanted: ClusterToCheck }[];
  /** What the owner of such a cluster applies to it. */
  readonly clusterAccess: readonly Json[];
  /** A file of the assembly, as it lies in the bucket of assets. */
  readAsset(place: { readonly Key: string }): string;
}

const stackId =
  'arn:aws:cloudformation:eu-central-1:111122223333:stack/small-town/11111111-2222-3333-4444-abcdefabcdef';

/** The small town of `examples/`, as large as AWS takes it. */
export function smallTownOnAws(): Json {
  const spec = parse(readFileSync('examples/small-town/city.yaml', 'utf8'));
  const aws = { hostedZone: { id: 'Z0123456789EXAMPLE', name: 'small-town.example' } };
  const contact = { email: 'data@small-town.example' };
  return { ...spec, profile: 'pilot', domain: 'small-town.example', contact, targets: { aws } };
}

/** In the order in which each hands to the next what it found. */
const checkIds = ['FoundationCluster', 'ProgramsRights', 'FoundationPrerequisites'];

/** The assembly of a city, unmodified but for what only an account knows: that is filled in with its name in the template. */
export function artefactsOf(spec: Json): Artefacts {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-eks-'));
  const app = new App({ outdir: folder });
  const stack = new CityPlatformEksStack(app, spec.name, { city: spec });
  app.synth();
  const template = JSON.parse(readFileSync(join(folder, stack.templateFile), 'utf8'));
  const [foundation, programs] = ['Foundation', 'Programs'].map((part) => {
    const all = Object.entries<Json>(template.Resources);
    const [, resource] = all.find(([id, { Type }]) => Type === 'Custom::ClusterObjects' && id.startsWith(part))!;
    const { ServiceToken: _token, ServiceTimeout: _timeout, ...properties } = filledIn(resource.Properties);
    return properties;
  });
  const checks = checkIds.flatMap((id) => {
    const resource: Json = template.Resources[Object.keys(template.Resources).find((one) => one.startsWith(id)) ?? ''];
    if (!resource) return [];
    expect(resource.Type).toBe('Custom::ClusterCheck');
    const { ServiceToken: _token, ServiceTimeout: _timeout, Found: _found, ...wanted } = filledIn(resource.Properties);
    return [{ by: id.startsWith('Programs') ? ('programs' as const) : ('foundation' as const), wanted }];
  });
  const { clusterAccess } = stack as { clusterAccess: readonly Json[] };
  return {
    foundation,
    programs,
    checks,
    clusterAccess,
    readAsset: ({ Key }) => readFileSync(join(folder, `asset.${Key}`), 'utf8'),
  };
}

function filledIn(value: Json): Json {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(filledIn);
  if ('Ref' in value) return value.Ref === 'AWS::StackId' ? stackId : value.Ref.toLowerCase();
  if ('Fn::GetAtt' in value) return value['Fn::GetAtt'].join('.').toLowerCase();
  if ('Fn::Sub' in value) return value['Fn::Sub'];
  if ('Fn::Join' in value) return filledIn(value['Fn::Join'][1]).join(value['Fn::Join'][0]);
  if ('Fn::Split' in value) return filledIn(value['Fn::Split'][1]).split(value['Fn::Split'][0]);
  if ('Fn::Select' in value) return filledIn(value['Fn::Select'][1])[value['Fn::Select'][0]];
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filledIn(inner)]));
}
