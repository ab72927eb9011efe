import type { CityPlatform } from '../../constructs/platform/city-platform';
import { regionOf } from '../../constructs/spec/aws-regions';
import type { City } from '../../constructs/spec/city';
import type { ValidatorLine } from '../../stacks/validator';
import { awsCost } from '../cost/aws-cost';
import { addressPrerequisites } from '../report/address-prerequisites';
import { awsPrerequisites } from '../report/aws-prerequisites';
import { federationPrerequisites } from '../report/federation-prerequisites';
import { givenSecrets } from '../report/given-secrets';
import { imagesOf } from '../report/images-of';
import { type MadeSecrets, madeSecrets } from './made-secrets';
import { counted, quoted, type SynthTarget } from './synth-target';

const cdkDeploy = (folder: string) => `npx cdk deploy --app ${quoted(folder)}`;

/** Where the secrets of a platform lie that Secrets Manager makes. */
export function awsSecrets(city: City, platform: CityPlatform): MadeSecrets | undefined {
  const asked = (operation: string) => `aws secretsmanager ${operation} --region ${regionOf(city.targets.aws)}`;
  const named = (path: string, query: string) =>
    `${asked('list-secrets')} --filters Key=description,Values=${path} --query '${query}' --output text`;
  return madeSecrets(platform, {
    where: 'CloudFormation has Secrets Manager make them; the description of each is its path in the platform.',
    list: named(platform.node.path, 'SecretList[].[Description,Name]'),
    show: ({ node }) =>
      `${asked('get-secret-value')} --query SecretString --output text --secret-id "$(${named(node.path, 'SecretList[0].ARN')})"`,
  });
}

/** A bootstrap stack of another qualifier stands beside the one without. */
function bootstrapOptions(qualifier: string | undefined): string[] {
  return qualifier === undefined ? [] : [`--qualifier ${qualifier}`, `--toolkit-stack-name CDKToolkit-${qualifier}`];
}

export const aws: SynthTarget = {
  title: 'AWS',
  packages: ['aws-cdk-lib', 'cdk-nag'],
  noun: 'resource',
  gates: [
    { name: 'cloudformation', checks: 'The template agrees with the schemas and rules of CloudFormation.' },
    {
      name: 'cdk-nag',
      checks: 'The AwsSolutions rules; each exception is recorded beside the template with its reason.',
    },
  ],
  steps: ({ targets: { aws } }, folder) => [
    // It reads account and region from what was made, as deploy does; the qualifier it does not.
    {
      command: ['npx cdk bootstrap', ...bootstrapOptions(aws.bootstrapQualifier), `--app ${quoted(folder)}`].join(' '),
      why: 'Once for each account and region.',
    },
    {
      command: cdkDeploy(folder),
      why: 'Creates or updates the stack. The first time with --no-rollback: what is protected cannot be taken back.',
    },
  ],
  async prepare(cities) {
    const { sharedValidator } = await import('../../stacks/validator');
    sharedValidator({ many: cities > 4 });
  },
  async lend() {
    const { validatorLine } = await import('../../stacks/validator');
    const line = validatorLine();
    return line && { value: line, transfer: [line.port] };
  },
  async borrow(line) {
    const { useValidator } = await import('../../stacks/validator');
    useValidator(line as ValidatorLine);
  },
  // The tokens of aws-cdk-lib live as long as their thread, and with them all of their city: some 7 MB.
  citiesOfThread: 14,
  async synth(city, folder, peers, federation) {
    const { synthAws } = await import('../../stacks/synth');
    const { platform, templates, resources, findings } = synthAws(city, folder, peers, federation);
    const secrets = awsSecrets(city, platform);
    return {
      platform,
      objects: counted(
        Object.values(templates).flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type)),
      ),
      files: Object.keys(templates),
      findings,
      prerequisites: givenSecrets(platform, [
        ...addressPrerequisites(city, platform.gateway.hosts, 'aws'),
        ...awsPrerequisites(city),
        ...federationPrerequisites(city, federation, 'aws'),
      ]),
      ...(secrets && { secrets }),
      images: imagesOf(templates, city.registryMirrors),
      cost: awsCost(city, resources),
    };
  },
};
