import type { CodeEntry } from '../constructs/problems/codes/code-entry';

/** What the gates of the CDK find, by gate: their rules are those of others, and the message names the rule. */
export const awsGateCodes = {
  'cdk-nag': {
    title: 'A construct breaks a rule of AwsSolutions.',
    why: 'cdk-nag checks every resource for encryption, access, logs and the like; the message says what the rule is for.',
    mend: 'Mend the construct, or acknowledge the rule there with a written reason. https://github.com/cdklabs/cdk-nag/blob/main/RULES.md lists the rules.',
    example: {
      of: 'nothing',
      because: 'the rules are those of cdk-nag; each is named in the message.',
    },
  },
  cloudformation: {
    title: 'A template breaks a rule of CloudFormation.',
    why: 'CloudFormation would refuse it, or fail half-way through a deployment.',
    mend: 'Mend the resource that the message names.',
    example: {
      of: 'nothing',
      because: 'the rules are those of CloudFormation; each is named in the message.',
    },
  },
  cdk: {
    title: 'A construct has an error or a warning of its own.',
    why: 'Whoever wrote it says that it is used in a way that does not work.',
    mend: 'Do what the message says, or acknowledge it at the construct.',
    example: {
      of: 'nothing',
      because: 'the messages are those of constructs.',
    },
  },
} as const satisfies Record<string, CodeEntry>;
