import { cleanUp, examples, type Json, synthesise } from './synthesis';

afterAll(cleanUp);

interface Statement {
  /** Where it stands: the resource's type and the name of the property. */
  readonly place: string;
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly Json[];
  readonly Principal: Json;
  readonly Condition: Json;
}

/** Every statement of every policy of a template, of identities, resources and trust. */
function statements(resources: Readonly<Record<string, Json>>): Statement[] {
  return Object.values(resources).flatMap(({ Type, Properties = {} }) =>
    documents(Properties).flatMap(([name, document]) =>
      [document.Statement].flat().map((statement) => ({
        ...statement,
        place: `${Type} ${name}`,
        Action: [statement.Action].flat(),
        Resource: [statement.Resource ?? []].flat(),
      })),
    ),
  );
}

function documents(value: Json, name = ''): [string, Json][] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value.Statement)) return [[name, value]];
  return Object.entries(value).flatMap(([key, inner]) => documents(inner, Array.isArray(value) ? name : key));
}

/** An ARN or a text of one, with references left in as `${…}`. */
function written(resource: Json): string {
  if (typeof resource === 'string') return resource;
  if (resource['Fn::Join']) return resource['Fn::Join'][1].map(written).join('');
  return `\${${resource.Ref ?? resource['Fn::GetAtt'].join('.')}}`;
}

/** Where AWS offers nothing narrower: what holds a `*`, and why. */
const wildcards: Readonly<Record<string, string>> = {
  'AWS::KMS::Key KeyPolicy: *': 'In the policy of a key, * is that key alone.',
  'AWS::IAM::Policy PolicyDocument: arn:${AWS::Partition}:ecs:eu-central-1:111122223333:task/<cluster>/*':
    'A task has no ARN before it runs; the statement names the cluster, in the ARN and as a condition.',
  'AWS::S3::BucketPolicy PolicyDocument: <bucket>/AWSLogs/111122223333/*':
    'A load balancer names the objects it writes; the folder is the account’s own.',
};

/** Where an action holds a `*`, and why. */
const wildActions: Readonly<Record<string, string>> = {
  'AWS::KMS::Key KeyPolicy kms:*': 'To the account itself: without it nobody could ever change the key’s policy.',
  'AWS::KMS::Key KeyPolicy kms:ReEncrypt*': 'The name is kms:ReEncryptFrom and kms:ReEncryptTo, needed together.',
  'AWS::KMS::Key KeyPolicy kms:GenerateDataKey*': 'With and without the plain text, as the services ask for either.',
};

/** Services whose documents name no condition for the trust in a role. */
const unconditional: Readonly<Record<string, string>> = {
  'ecs-tasks.amazonaws.com':
    'The execution role: AWS documents the condition for the roles of tasks alone; one that Fargate does not answer would keep every task from starting.',
  'lambda.amazonaws.com': 'Lambda documents no condition for the trust in an execution role.',
};

describe.each(examples)('the policies of %s', (example) => {
  let all: Statement[];
  let allowed: Statement[];

  beforeAll(() => {
    all = statements(synthesise(example).template.Resources);
    allowed = all.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed.length).toBeGreaterThan(100);
  });

  test('allow no action by a wildcard, but for those with a reason', () => {
    const found = allowed.flatMap(({ place, Action }) =>
      Action.filter((action) => action.includes('*')).map((action) => `${place} ${action}`),
    );
    expect([...new Set(found)].sort()).toEqual(Object.keys(wildActions).sort());
  });

  test('name their resources, but where AWS offers nothing narrower', () => {
    const found = allowed.flatMap(({ place, Resource }) =>
      Resource.map(written)
        .filter((resource) => resource.includes('*'))
        .map(
          (resource) =>
            `${place}: ${resource.replace(/\$\{AwsCluster\w+\}/, '<cluster>').replace(/\$\{\w+AccessLogs\w+\.Arn\}/, '<bucket>')}`,
        ),
    );
    expect([...new Set(found)].sort()).toEqual(Object.keys(wildcards).sort());
  });

  test('let nobody else in: every principal is the account, a service, or a role of the platform', () => {
    const principals = allowed.flatMap(({ Principal }) => [Principal?.AWS ?? []].flat().map(written));
    expect(principals.length).toBeGreaterThan(0);
    for (const principal of principals)
      expect(principal).toMatch(/^(arn:\$\{AWS::Partition\}:iam::111122223333:root|\$\{\w+Role\w+\.Arn\})$/);
  });

  test('trust a service on behalf of this account only, where the service says for whom it acts', () => {
    const trusts = allowed.filter(({ place }) => place === 'AWS::IAM::Role AssumeRolePolicyDocument');
    const conditional = trusts.filter(({ Condition }) => Condition !== undefined);
    for (const { Condition } of conditional) {
      const { 'aws:SourceAccount': account, 'aws:SourceArn': exactly } = Condition.StringEquals;
      expect(account).toBe('111122223333');
      expect(written(exactly ?? Condition.ArnLike['aws:SourceArn'])).toMatch(
        /^arn:\$\{AWS::Partition\}:(ecs|ec2|events|scheduler):eu-central-1:111122223333:((vpc-flow-log\/|rule\/)?\*|schedule-group\/default)$/,
      );
    }
    const without = trusts.filter(({ Condition }) => Condition === undefined).map(({ Principal }) => Principal.Service);
    expect([...new Set(without)].sort()).toEqual(Object.keys(unconditional).sort());
    // One role of each kind a task.
    const tasks = (list: Statement[]) =>
      list.filter(({ Principal }) => Principal.Service === 'ecs-tasks.amazonaws.com');
    expect(tasks(conditional)).toHaveLength(tasks(trusts).length / 2);
  });

  test('tie every right of a service on a resource to this account', () => {
    const services = allowed.filter(
      ({ place, Principal }) => Principal?.Service && !place.startsWith('AWS::IAM::Role'),
    );
    expect(services.length).toBeGreaterThan(3);
    for (const { Condition, Resource } of services) {
      expect(JSON.stringify([Condition, Resource])).toContain('111122223333');
    }
  });
});
