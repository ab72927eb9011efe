/** The parts of the AWS SDK that this program calls. The SDK itself is in Lambda's runtime. */
declare module '@aws-sdk/client-ecs' {
  interface Task {
    readonly taskArn?: string;
    readonly lastStatus?: string;
    readonly stoppedReason?: string;
    readonly stopCode?: string;
    readonly containers?: readonly { readonly name: string; readonly exitCode?: number; readonly reason?: string }[];
  }
  interface Tasks {
    readonly tasks?: readonly Task[];
    readonly failures?: readonly { readonly reason?: string }[];
  }
  class Command {
    constructor(input: object);
  }
  export class RunTaskCommand extends Command {}
  export class DescribeTasksCommand extends Command {}
  export class StopTaskCommand extends Command {}
  export class ECSClient {
    constructor(config: object);
    send(command: Command): Promise<Tasks>;
  }
}

declare module '@aws-sdk/client-lambda' {
  export class InvokeCommand {
    constructor(input: object);
  }
  export class LambdaClient {
    constructor(config: object);
    send(command: InvokeCommand): Promise<unknown>;
  }
}
