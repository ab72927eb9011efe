import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { aws } from '../../cli/targets/aws';
import { parseCity } from '../../constructs/spec/city';
import { CityPlatformEksStack } from '../../stacks/eks/city-platform-eks-stack';
import { flatTemplate, type Json } from '../support/flat-template';
import { specOf, synthesise } from './synthesis';

function change(spec: Json): void {
  Object.assign(spec.targets.aws, { bootstrapQualifier: 'cities', permissionsBoundary: 'landing-zone/city' });
}

describe('an account of an organisation', () => {
  const { template, folder } = synthesise('izmir', change);
  const text = JSON.stringify(template);

  test('that was bootstrapped under a qualifier is deployed to by its roles, from its bucket', () => {
    expect(text).toContain('cdk-cities-assets-');
    expect(text).toContain('/cdk-bootstrap/cities/version');
    const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8');
    expect(manifest).toContain('role/cdk-cities-deploy-role-');
    expect(text + manifest).not.toContain('hnb659fds');
  });

  test('that wants every role bounded gets every role bounded, in nested stacks and on EKS too', () => {
    const spec = specOf('izmir');
    change(spec);
    const app = new App();
    const eks = new CityPlatformEksStack(app, 'izmir', { city: spec });
    app.synth();
    for (const { Resources } of [template, flatTemplate(app.outdir, eks.templateFile)]) {
      const roles = Object.values<Json>(Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
      expect(roles.length).toBeGreaterThan(8);
      const bounds = roles.map(({ Properties }) => JSON.stringify(Properties.PermissionsBoundary ?? null));
      expect([...new Set(bounds)]).toEqual([expect.stringContaining(':policy/landing-zone/city')]);
    }
  });

  test('is bootstrapped under that qualifier, beside what another has made', () => {
    const spec = specOf('izmir');
    const commands = () => aws.steps(parseCity(spec), 'out/izmir/aws').map(({ command }) => command);
    expect(commands()).toContain('npx cdk bootstrap --app out/izmir/aws');
    change(spec);
    expect(commands()).toContain(
      'npx cdk bootstrap --qualifier cities --toolkit-stack-name CDKToolkit-cities --app out/izmir/aws',
    );
  });
});
