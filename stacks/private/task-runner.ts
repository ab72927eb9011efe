import { CustomResource, Names, Stack, Duration as Time, Token } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { bundledProgram } from '../../constructs/waist/bundled-program';
import { acknowledge } from './acknowledge';
import { hashOf, withFile } from './text-asset';

/** The cluster that tasks run in, and where the runner logs. */
export interface TaskRunnerProps {
  readonly cluster: ecs.Cluster;
  readonly logGroup: logs.ILogGroup;
}

/** A task to run during a deployment. */
export interface TaskRun {
  readonly definition: ecs.FargateTaskDefinition;
  readonly container: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  /** How long the task may take, in seconds. */
  readonly deadlineSeconds: number;
  readonly logGroup: logs.ILogGroup;
  /** Tasks whose change runs this one again. */
  readonly after: readonly ecs.FargateTaskDefinition[];
}

/** The ARNs of all tasks of the cluster, in the words of the stack that `scope` lies in. */
function tasksOf(cluster: ecs.Cluster, scope: Construct): string {
  return Stack.of(scope).formatArn({ service: 'ecs', resource: 'task', resourceName: `${cluster.clusterName}/*` });
}

/** How cdk-nag names the wildcard in them. */
function wildcardFinding(cluster: ecs.Cluster, scope: Construct): string {
  const stack = Stack.of(scope);
  const place = [stack.region, stack.account].map((value, index) =>
    Token.isUnresolved(value) ? ['<AWS::Region>', '<AWS::AccountId>'][index] : value,
  );
  const resource = cluster.node.defaultChild as ecs.CfnCluster;
  // In a nested stack it is a parameter, which the CDK names so.
  const id =
    stack === cluster.stack ? stack.getLogicalId(resource) : `referenceto${Names.nodeUniqueId(resource.node)}Ref`;
  return `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ecs:${place.join(':')}:task/<${id}>/*]`;
}

/** The longest that CloudFormation waits for a custom resource, less what starting and answering take. */
const longest = 55 * 60;

/**
 * Runs tasks during a deployment: a custom resource for each, which is done when the task has ended well. A change of
 * the task's definition runs it again; a task that fails, fails the deployment.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.custom_resources-readme.html
 */
export class TaskRunner extends Construct {
  readonly #function: lambda.Function;
  readonly #role: iam.Role;
  readonly #continue: iam.Policy;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TaskRunnerProps,
  ) {
    super(scope, id);
    const { cluster, logGroup } = props;
    this.#role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.#role);
    const source = bundledProgram('run-task');
    this.#function = withFile('index.js', source, (_, folder) => {
      const code = lambda.Code.fromAsset(folder, hashOf(source));
      return new lambda.Function(this, 'Function', {
        description: 'Runs the jobs of a city platform at deployment',
        runtime: lambda.Runtime.NODEJS_24_X,
        architecture: lambda.Architecture.ARM_64,
        handler: 'index.handler',
        code,
        role: this.#role,
        logGroup,
        timeout: Time.minutes(15),
        memorySize: 256,
      });
    });
    // A job may take longer than one invocation lasts: the function then calls itself.
    this.#continue = new iam.Policy(this, 'Continue', {
      roles: [this.#role],
      statements: [
        new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.#function.functionArn] }),
      ],
    });
    const watch = new iam.Policy(this, 'Watch', {
      roles: [this.#role],
      statements: [
        new iam.PolicyStatement({
          actions: ['ecs:DescribeTasks', 'ecs:StopTask'],
          resources: [tasksOf(cluster, this)],
          conditions: { ArnEquals: { 'ecs:cluster': cluster.clusterArn } },
        }),
      ],
    });
    acknowledge(watch, {
      [wildcardFinding(cluster, this)]:
        'A task has no ARN before it runs, so the right to look at it names its cluster.',
    });
  }

  /** @throws when the deadline is beyond what a deployment waits for. */
  run(scope: Construct, id: string, run: TaskRun): CustomResource {
    const { definition, deadlineSeconds } = run;
    if (deadlineSeconds > longest) {
      throw new Error(
        `${scope.node.path}: a deployment waits ${longest / 60} minutes at most; give the job a shorter deadline`,
      );
    }
    const grant = new iam.Policy(scope, `${id}Grant`, {
      roles: [this.#role],
      statements: [
        new iam.PolicyStatement({
          actions: ['ecs:RunTask'],
          resources: [definition.taskDefinitionArn],
          conditions: { ArnEquals: { 'ecs:cluster': this.props.cluster.clusterArn } },
        }),
        new iam.PolicyStatement({
          actions: ['iam:PassRole'],
          resources: [definition.taskRole.roleArn, definition.obtainExecutionRole().roleArn],
          conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
        }),
      ],
    });
    const resource = new CustomResource(scope, id, {
      resourceType: 'Custom::TaskRun',
      serviceToken: this.#function.functionArn,
      serviceTimeout: Time.seconds(Math.min(deadlineSeconds + 300, 3600)),
      properties: {
        Cluster: this.props.cluster.clusterArn,
        TaskDefinition: definition.taskDefinitionArn,
        Container: run.container,
        Subnets: run.subnetIds,
        SecurityGroups: [run.securityGroupId],
        DeadlineSeconds: deadlineSeconds,
        LogGroup: run.logGroup.logGroupName,
        ...(run.after.length > 0 && { After: run.after.map(({ taskDefinitionArn }) => taskDefinitionArn) }),
      },
    });
    resource.node.addDependency(grant, this.#continue);
    return resource;
  }
}
