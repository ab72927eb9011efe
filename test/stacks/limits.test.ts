import { readFileSync } from 'node:fs';
import { cleanUp, examples, type Json, type Synthesis, synthesise } from './synthesis';

afterAll(cleanUp);

/** What AWS takes at most, and what the examples leave free for a city that is larger than they are. */
const limits = {
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
  resources: 500,
  templateBytes: 1_000_000,
  logicalIdLength: 255,
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
  taskDefinitionBytes: 64 * 1024,
  containers: 10,
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: all inline policies of a role together
  inlinePolicyCharacters: 10_240,
  trustCharacters: 2_048,
  // https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
  keyPolicyBytes: 32 * 1024,
  // https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html: each direction
  securityGroupRules: 60,
  // CreateSecurityGroup: at most 255 of these characters.
  securityGroupDescription: /^[a-zA-Z0-9. _:/()#,@[\]+=&;{}!$*-]{1,255}$/,
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
  certificateHosts: 10,
  // Cloud Map: a label of DNS.
  serviceName: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
};

/** A reference becomes an ARN or an id of about this length. */
const filledIn = (value: Json): number =>
  JSON.stringify(value, (_, inner) =>
    typeof inner === 'object' && inner !== null && ('Ref' in inner || 'Fn::GetAtt' in inner) ? 'x'.repeat(110) : inner,
  ).length;

describe.each(examples)('the template of %s', (example) => {
  let synthesis: Synthesis;
  const all = (type: string): [string, Json][] =>
    Object.entries(synthesis.template.Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties }]) => [id, Properties]);

  beforeAll(() => {
    synthesis = synthesise(example);
  });

  test('fits into one stack', () => {
    const ids = Object.keys(synthesis.template.Resources);
    expect(ids.length).toBeLessThan(limits.resources);
    expect(Math.max(...ids.map((id) => id.length))).toBeLessThanOrEqual(limits.logicalIdLength);
    expect(readFileSync(synthesis.templateFile).length).toBeLessThan(limits.templateBytes);
  });

  test('has task definitions that ECS takes', () => {
    const tasks = all('AWS::ECS::TaskDefinition');
    expect(tasks.length).toBeGreaterThan(8);
    for (const [id, properties] of tasks) {
      expect([id, filledIn(properties) < limits.taskDefinitionBytes]).toEqual([id, true]);
      expect(properties.ContainerDefinitions.length).toBeLessThanOrEqual(limits.containers);
    }
  });

  test('has policies that IAM and KMS take', () => {
    const sizes = new Map<string, number>();
    for (const [, { Roles, PolicyDocument }] of all('AWS::IAM::Policy')) {
      for (const { Ref } of Roles) sizes.set(Ref, (sizes.get(Ref) ?? 0) + filledIn(PolicyDocument));
    }
    expect(sizes.size).toBeGreaterThan(10);
    expect(Math.max(...sizes.values())).toBeLessThan(limits.inlinePolicyCharacters);
    const trusts = all('AWS::IAM::Role').map(([, { AssumeRolePolicyDocument }]) => filledIn(AssumeRolePolicyDocument));
    expect(Math.max(...trusts)).toBeLessThan(limits.trustCharacters);
    const keys = all('AWS::KMS::Key').map(([, { KeyPolicy }]) => filledIn(KeyPolicy));
    expect(Math.max(...keys)).toBeLessThan(limits.keyPolicyBytes);
  });

  test.each(['Ingress', 'Egress'])('has security groups with fewer rules than VPCs take, %s', (direction) => {
    const counts = new Map<string, number>();
    for (const [id, properties] of all('AWS::EC2::SecurityGroup')) {
      counts.set(id, (properties[`SecurityGroup${direction}`] ?? []).length);
      expect(properties.GroupDescription).toMatch(limits.securityGroupDescription);
    }
    for (const [, { GroupId }] of all(`AWS::EC2::SecurityGroup${direction}`)) {
      const [id] = GroupId['Fn::GetAtt'];
      counts.set(id, counts.get(id)! + 1);
    }
    expect(Math.max(...counts.values())).toBeGreaterThan(1);
    expect(Math.max(...counts.values())).toBeLessThan(limits.securityGroupRules);
  });

  test('has names that DNS and certificates take', () => {
    for (const [, { Name }] of all('AWS::ServiceDiscovery::Service')) expect(Name).toMatch(limits.serviceName);
    for (const [, { SubjectAlternativeNames = [] }] of all('AWS::CertificateManager::Certificate')) {
      expect(SubjectAlternativeNames.length).toBeLessThan(limits.certificateHosts);
    }
  });

  test('keeps every log for a year, encrypted, and nothing writes anywhere else', () => {
    const groups = all('AWS::Logs::LogGroup');
    for (const [, properties] of groups) expect(properties).toMatchObject({ RetentionInDays: 365, KmsKeyId: {} });
    const ids = new Set(groups.map(([id]) => id));
    const written = all('AWS::ECS::TaskDefinition').flatMap(([, { ContainerDefinitions }]) =>
      ContainerDefinitions.map((container: Json) => container.LogConfiguration.Options['awslogs-group'].Ref),
    );
    expect(written.length).toBeGreaterThan(ids.size / 2);
    for (const group of written) expect(ids).toContain(group);
  });
});
