import { images } from '../../constructs/waist/images';
import { Job, PostgresDatabase, Secret } from '../../constructs/waist/primitives';
import { Duration } from '../../constructs/waist/units';
import { newStack, postgres, Rendered, service, size } from './support';

describe('a job on AWS', () => {
  const stack = newStack();
  const server = postgres(stack);
  const database = new PostgresDatabase(stack, 'Data', { server, name: 'data' });
  const api = service(stack, 'Api', { env: { HOST: database.host, PASSWORD: database.password } });
  const load = new Job(stack, 'Load', {
    image: images.node,
    size,
    command: ['node', '/x.js'],
    env: { API: api.endpoint().url(), TOKEN: new Secret(stack, 'Token').value },
    deadline: Duration.minutes(20),
  });
  new Job(stack, 'Finish', { image: images.node, size, after: [load] });
  new Job(stack, 'Nightly', { image: images.node, size, schedule: '30 2 * * 1-5', args: ['x'] });
  const rendered = new Rendered(stack);
  const run = (prefix: string) => rendered.only('Custom::TaskRun', prefix);

  test('is run by the deployment, again whenever its task definition changes', () => {
    const [task] = rendered.entries('AWS::ECS::TaskDefinition', 'Load')[0]!;
    expect(run('Load').Properties).toMatchObject({
      TaskDefinition: { Ref: task },
      Container: 'program',
      DeadlineSeconds: 1200,
      ServiceTimeout: '1500',
      Subnets: [{ Ref: expect.stringMatching(/Private1/) }, { Ref: expect.stringMatching(/Private2/) }],
    });
  });

  test('waits for what it refers to; what refers to a database waits for the set-up of it', () => {
    const [service] = rendered.entries('AWS::ECS::Service', 'Api')[0]!;
    const [setup] = rendered.entries('Custom::TaskRun', 'DatabaseSetup')[0]!;
    const [writer] = rendered.entries('AWS::RDS::DBInstance')[0]!;
    expect(run('Load').DependsOn).toContain(service);
    expect(rendered.only('AWS::ECS::Service', 'Api').DependsOn).toContain(setup);
    expect(run('DatabaseSetup').DependsOn).toContain(writer);
  });

  test('runs after the jobs that it comes after, and again whenever one of them does', () => {
    const [task] = rendered.entries('AWS::ECS::TaskDefinition', 'Load')[0]!;
    const [earlier] = rendered.entries('Custom::TaskRun', 'Load')[0]!;
    expect(run('Finish').DependsOn).toContain(earlier);
    expect(run('Finish').Properties.After).toEqual([{ Ref: task }]);
    expect(run('Load').Properties).not.toHaveProperty('After');
  });

  test('may be started by one function, which may start these definitions with these roles and no other', () => {
    const [task] = rendered.entries('AWS::ECS::TaskDefinition', 'Load')[0]!;
    const { PolicyDocument, Roles } = rendered.only('AWS::IAM::Policy', 'LoadRunGrant').Properties;
    expect(Roles).toEqual([{ Ref: expect.stringMatching(/^AwsTaskRunnerRole/) }]);
    expect(PolicyDocument.Statement).toEqual([
      {
        Action: 'ecs:RunTask',
        Effect: 'Allow',
        Resource: { Ref: task },
        Condition: { ArnEquals: { 'ecs:cluster': { 'Fn::GetAtt': [expect.stringMatching(/^AwsCluster/), 'Arn'] } } },
      },
      {
        Action: 'iam:PassRole',
        Effect: 'Allow',
        Resource: [
          { 'Fn::GetAtt': [expect.stringMatching(/^LoadRole/), 'Arn'] },
          { 'Fn::GetAtt': [expect.stringMatching(/^LoadTaskExecutionRole/), 'Arn'] },
        ],
        Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      },
    ]);
    expect(rendered.all('AWS::Lambda::Function')).toHaveLength(1);
  });

  test('runs on a schedule in UTC, with an alarm for a run that failed or never started', () => {
    const schedule = rendered.only('AWS::Scheduler::Schedule').Properties;
    expect(schedule).toMatchObject({
      ScheduleExpression: 'cron(30 2 ? * 2,3,4,5,6 *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
      Target: {
        EcsParameters: {
          LaunchType: 'FARGATE',
          NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
        },
      },
    });
    expect(rendered.only('AWS::Events::Rule', 'Nightly').Properties.EventPattern).toMatchObject({
      source: ['aws.ecs'],
      detail: {
        lastStatus: ['STOPPED'],
        $or: [
          { containers: { name: ['program'], exitCode: [{ 'anything-but': 0 }] } },
          { stopCode: ['TaskFailedToStart'] },
        ],
      },
    });
    expect(rendered.entries('Custom::TaskRun', 'Nightly')).toEqual([]);
  });

  test('is refused when it may take longer than a deployment waits', () => {
    const other = newStack();
    new Job(other, 'Slow', { image: images.node, size, deadline: Duration.minutes(56) });
    expect(() => new Rendered(other)).toThrow(
      'city/Slow: a deployment waits 55 minutes at most; give the job a shorter deadline',
    );
  });
});
