import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { addPlanned } from './planned';
import { cleanUp, examples, type Json, type Synthesis, synthesise } from './synthesis';

afterAll(cleanUp);

/** What AWS takes at most. */
const limits = {
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
  parameters: 200,
  outputs: 200,
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

/** What a template may have: less than the 500 resources and 1 MB that CloudFormation takes, so that a larger city or a component more does not end at the limits of CloudFormation. */
const own = { resources: 400, templateBytes: 700_000 };

/** What each template of an assembly has of what CloudFormation counts. */
function measured({ templates }: Synthesis) {
  return Object.entries(templates).map(([file, template]) => ({
    file: basename(file),
    resources: Object.keys(template.Resources).length,
    parameters: Object.keys(template.Parameters ?? {}).length,
    outputs: Object.keys(template.Outputs ?? {}).length,
    bytes: readFileSync(file).length,
    longestId: Math.max(
      ...[...Object.keys(template.Resources), ...Object.keys(template.Parameters ?? {})].map(({ length }) => length),
    ),
  }));
}

/** Which templates are over a limit. */
function tooLarge(synthesis: Synthesis) {
  return measured(synthesis).filter(
    ({ resources, parameters, outputs, bytes, longestId }) =>
      resources >= own.resources ||
      bytes >= own.templateBytes ||
      parameters > limits.parameters ||
      outputs > limits.outputs ||
      longestId > limits.logicalIdLength,
  );
}

/** The stack's own and one for each component, of which Istanbul has one more: it sends telemetry. */
const templates = { izmir: 11, istanbul: 12 } as const;

const cases = examples.flatMap((example) => [0, 2].map((times) => [example, times] as const));

describe.each(cases)('the templates of %s with what is planned, %i times', (example, times) => {
  let synthesis: Synthesis;
  const all = (type: string): [string, Json][] =>
    Object.entries(synthesis.template.Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties }]) => [id, Properties]);

  beforeAll(() => {
    synthesis = synthesise(example, undefined, (platform) => addPlanned(platform, times));
  });

  test('are fewer and smaller than CloudFormation takes, with room to spare', () => {
    expect(Object.keys(synthesis.templates)).toHaveLength(templates[example] + 6 * times);
    expect(tooLarge(synthesis)).toEqual([]);
  });

  test('have task definitions that ECS takes', () => {
    const tasks = all('AWS::ECS::TaskDefinition');
    expect(tasks.length).toBeGreaterThan(8);
    for (const [id, properties] of tasks) {
      expect([id, filledIn(properties) < limits.taskDefinitionBytes]).toEqual([id, true]);
      expect(properties.ContainerDefinitions.length).toBeLessThanOrEqual(limits.containers);
    }
  });

  test('have policies that IAM and KMS take', () => {
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

  test.each(['Ingress', 'Egress'])('have security groups with fewer rules than VPCs take, %s', (direction) => {
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

  test('have names that DNS and certificates take', () => {
    for (const [, { Name }] of all('AWS::ServiceDiscovery::Service')) expect(Name).toMatch(limits.serviceName);
    for (const [, { SubjectAlternativeNames = [] }] of all('AWS::CertificateManager::Certificate')) {
      expect(SubjectAlternativeNames.length).toBeLessThan(limits.certificateHosts);
    }
  });

  test('keep every log for a year, encrypted, and nothing writes anywhere else', () => {
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
