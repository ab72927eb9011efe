import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CityPlatform } from '../constructs/platform/city-platform';
import { type City, type CityInput, parseCity, requireTarget } from '../constructs/spec/city';
import type { Peer } from '../constructs/spec/federation';
import type { Lacks } from '../constructs/waist/lacks';
import { type AwsOptions, AwsTarget } from './aws-target';

export interface CityPlatformStackProps extends StackProps {
  readonly city: City | CityInput;
  /** The other cities of the federation. @default the city joins nobody */
  readonly peers?: readonly Peer[];
  /**
   * Adds to the platform, or changes it, before it is rendered.
   * @default nothing
   */
  readonly customize?: (platform: CityPlatform) => void;
}

/**
 * A whole city platform as one CDK stack. It asks AWS nothing while it is synthesised.
 *
 * @example
 * new CityPlatformStack(new App(), 'izmir', { city: { name: 'izmir', country: 'TR', … } });
 */
export class CityPlatformStack extends Stack {
  readonly city: City;
  readonly platform: CityPlatform;

  /** @throws {CityError} with every problem of the city for this target. */
  constructor(scope: Construct, id: string, { city: input, peers, customize, ...props }: CityPlatformStackProps) {
    const city = parseCity(input);
    requireTarget(city, 'aws');
    const { account, region, deletionProtection } = city.targets.aws;
    super(scope, id, {
      env: { region, ...(account && { account }) },
      description: `City platform of ${city.title}`,
      terminationProtection: deletionProtection === true,
      tags: { 'citykit:city': city.name },
      ...props,
    });
    this.city = city;
    this.platform = new CityPlatform(this, 'Platform', { city, lacks, ...(peers && { peers }) });
    customize?.(this.platform);
    new AwsTarget(this, cityOptions(city)).render(this.platform);
  }
}

/** AWS measures the alarms of its own services by itself: those of components are not among them. */
const lacks: Lacks = {
  metrics: 'CloudWatch measures the containers and reads no port of a program.',
  alarms: 'The AWS target renders none but those of its own services.',
  dashboards: 'The AWS target renders none.',
};

/** How a city wants to be rendered, from `targets.aws` of its spec. */
function cityOptions({ profile, rotation, targets: { aws } }: City): AwsOptions {
  const { vpc, hostedZone, certificateArn, alarmEmail, deletionProtection } = aws;
  return {
    ...(vpc && { vpc }),
    ...(hostedZone && { hostedZone }),
    ...(certificateArn && { certificateArn }),
    ...(alarmEmail && { alarmEmail }),
    deletionProtection,
    rotation,
    zones: profile === 'city' ? 3 : 2,
    natGateways: profile === 'city' ? 3 : 1,
  };
}
