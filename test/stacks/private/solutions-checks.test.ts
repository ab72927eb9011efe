import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks, type IApplyRule, NagRuleCompliance, rules } from 'cdk-nag';
import { CityPlatformStack } from '../../../stacks/city-platform-stack';
import { mayConcern, SolutionsChecks } from '../../../stacks/private/solutions-checks';
import { specOf } from '../synthesis';

type Rule = IApplyRule['rule'];

const allRules = Object.values(rules).flatMap((service) => Object.values(service) as Rule[]);

test('Every rule names in its code the classes that it is for.', () => {
  expect(allRules.length).toBeGreaterThan(150);
  expect(allRules.filter((rule) => !/node instanceof \w+\.Cfn/.test(String(rule))).map(({ name }) => name)).toEqual([]);
});

test('The name of a class begins with that of its type.', () => {
  const folder = dirname(require.resolve('aws-cdk-lib/package.json'));
  const services = new Set(allRules.flatMap((rule) => String(rule).match(/aws_\w+(?=_1\.Cfn)/g) ?? []));
  const classes = [...services].flatMap((service) => {
    const lib = join(folder, service.replace('_', '-'), 'lib');
    const files = readdirSync(lib).filter((file) => file.endsWith('.generated.js'));
    const made = /fqn:"aws-cdk-lib\.\w+\.(\w+)",version:"[^"]*"\};static CFN_RESOURCE_TYPE_NAME="([^"]*)"/g;
    return files.flatMap((file) =>
      [...readFileSync(join(lib, file), 'utf8').matchAll(made)].map(([, name, type]) => ({ name, type })),
    );
  });
  expect(classes.length).toBeGreaterThan(500);
  expect(classes.filter(({ name, type }) => !name?.startsWith(`Cfn${type?.split('::').at(-1)}`))).toEqual([]);
});

test('A rule that is not asked would have said that it does not apply.', () => {
  const stack = new CityPlatformStack(new App(), 'izmir', { city: specOf('izmir') as never });
  const resources = stack.node.findAll().filter(CfnResource.isCfnResource);
  const ofEachType = [...new Map(resources.map((resource) => [resource.cfnResourceType, resource])).values()];
  const leftOut = ofEachType.flatMap((resource) =>
    allRules.filter((rule) => !mayConcern(rule, resource)).map((rule) => ({ rule, resource })),
  );
  expect(leftOut.length).toBeGreaterThan(0.9 * ofEachType.length * allRules.length);
  const wrong = leftOut.filter(({ rule, resource }) => rule(resource) !== NagRuleCompliance.NOT_APPLICABLE);
  expect(wrong.map(({ rule, resource }) => `${rule.name} of ${resource.cfnResourceType}`)).toEqual([]);
});

test('They find in an unprotected stack what all rules find.', () => {
  const stack = new Stack(new App(), 'bare');
  const vpc = new ec2.Vpc(stack, 'Network') as ec2.IVpc;
  new s3.Bucket(stack, 'Files');
  new sns.Topic(stack, 'News');
  const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 });
  new rds.DatabaseInstance(stack, 'Data', { vpc, engine });
  new ec2.SecurityGroup(stack, 'Open', { vpc }).addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(22));
  const all = new AwsSolutionsChecks().validateScope(stack).violations;
  expect(all.length).toBeGreaterThan(8);
  expect(new SolutionsChecks().validateScope(stack).violations).toEqual(all);
});
