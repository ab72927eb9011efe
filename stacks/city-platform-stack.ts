import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CityPlatform } from '../constructs/platform/city-platform';
import type { FederationPart } from '../constructs/platform/federation-part';
import { checkOptions, type OptionKinds } from '../constructs/problems/check-options';
import { type City, type CityInput, parseCity, requireTarget } from '../constructs/spec/city';
import type { Peer } from '../constructs/spec/federation';
import { awsCertificate } from '../constructs/spec/rules/aws-certificate';
import type { Lacks } from '../constructs/waist/lacks';
import { type AwsOptions, AwsTarget } from './aws-target';
import { addOutputs, awsOptions, stackProps } from './private/city-stack';

/** The city, and objects of the CDK app, tokens among them, that are used in place of what the spec names. */
export interface CityPlatformStackProps extends StackProps, Pick<AwsOptions, 'vpc' | 'hostedZone' | 'certificate'> {
  /** A city, or what a `city.ts` writes. */
  readonly city: City | CityInput;
  /** The other cities of the federation. @default the city joins nobody */
  readonly peers?: readonly Peer[];
  /** Its part in its federation, as `partOf` gives it. @default none */
  readonly federation?: FederationPart;
  /**
   * Adds to the platform, or changes it, before it is rendered.
   * @default nothing
   */
  readonly customize?: (platform: CityPlatform) => void;
}

const optionKinds: OptionKinds<CityPlatformStackProps> = {
  city: 'mapping',
  peers: 'list',
  federation: 'mapping',
  customize: 'function',
  vpc: 'mapping',
  hostedZone: 'mapping',
  certificate: 'text or mapping',
  description: 'text',
  env: 'mapping',
  stackName: 'text',
  tags: 'mapping',
  notificationArns: 'list',
  synthesizer: 'mapping',
  terminationProtection: 'boolean',
  analyticsReporting: 'boolean',
  crossRegionReferences: 'boolean',
  permissionsBoundary: 'mapping',
  suppressTemplateIndentation: 'boolean',
  propertyInjectors: 'list',
};

/**
 * A whole city platform as one CDK stack. It asks AWS nothing while it is synthesised. Account and region are those of
 * `env`, else those of the Stage around it, else those of the spec, which may name no others.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.Stack.html
 * @example
 * new CityPlatformStack(new App(), 'izmir', { city: { name: 'izmir', country: 'TR', … } });
 */
export class CityPlatformStack extends Stack {
  /** The city, checked and with every default filled in. */
  readonly city: City;
  /** The components and primitives behind the resources. */
  readonly platform: CityPlatform;

  /** @throws {CityError} with every problem of the city for this target. */
  constructor(scope: Construct, id: string, options: CityPlatformStackProps) {
    // What is not known may be an option of a stack in a newer CDK.
    checkOptions('CityPlatformStack', options, optionKinds, ['city'], true);
    const { city: input, peers, federation, customize, vpc, hostedZone, certificate, ...props } = options;
    const city = parseCity(input);
    requireTarget(city, 'aws', hostedZone || certificate ? [awsCertificate.code] : []);
    super(scope, id, stackProps(scope, city, props));
    this.city = city;
    this.platform = new CityPlatform(this, 'Platform', {
      city,
      lacks,
      ...(peers && { peers }),
      ...(federation && { federation }),
    });
    customize?.(this.platform);
    new AwsTarget(this, {
      ...awsOptions(city),
      ...(vpc && { vpc }),
      ...(hostedZone && { hostedZone }),
      ...(certificate && { certificate }),
    }).render(this.platform);
    addOutputs(this, this.platform);
  }
}

/** CloudWatch reads no port of a service: a program of the platform does, and measures for the alarms of components. */
const lacks: Lacks = {
  metrics: 'CloudWatch measures the containers and reads no port of a service.',
};
