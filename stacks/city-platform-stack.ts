import { type Environment, Stack, type StackProps, Stage, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CityPlatform } from '../constructs/platform/city-platform';
import { type City, type CityInput, parseCity, requireTarget } from '../constructs/spec/city';
import { CityError, type Problem } from '../constructs/spec/city-error';
import type { Peer } from '../constructs/spec/federation';
import { awsCertificate } from '../constructs/spec/rules/aws-certificate';
import { regionOf } from '../constructs/spec/sections/aws';
import type { Lacks } from '../constructs/waist/lacks';
import { type AwsOptions, AwsTarget } from './aws-target';

/** Besides the city's spec; objects of the app, tokens among them, go before what the spec names. */
export interface CityPlatformStackProps extends StackProps, Pick<AwsOptions, 'vpc' | 'hostedZone' | 'certificate'> {
  /** A city, or what a `city.ts` writes. */
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
 * A whole city platform as one CDK stack. It asks AWS nothing while it is synthesised. Account and region are those of
 * `env`, else those of the Stage around it, else those of the spec, which may name no others.
 *
 * @example
 * new CityPlatformStack(new App(), 'izmir', { city: { name: 'izmir', country: 'TR', … } });
 */
export class CityPlatformStack extends Stack {
  /** The city, checked and with every default filled in. */
  readonly city: City;
  /** The components and primitives behind the resources. */
  readonly platform: CityPlatform;

  /** @throws {CityError} with every problem of the city for this target. */
  constructor(
    scope: Construct,
    id: string,
    { city: input, peers, customize, vpc, hostedZone, certificate, ...props }: CityPlatformStackProps,
  ) {
    const city = parseCity(input);
    requireTarget(city, 'aws', hostedZone || certificate ? [awsCertificate.code] : []);
    const { deletionProtection, account } = city.targets.aws;
    const app = { ...environmentOf(Stage.isStage(scope) ? scope : Stage.of(scope)), ...props.env };
    checkPlace(city, app);
    super(scope, id, {
      description: `City platform of ${city.title}`,
      terminationProtection: deletionProtection === true,
      tags: { 'citykit:city': city.name },
      ...props,
      env: { region: regionOf(city.targets.aws), ...(account && { account }), ...app },
    });
    this.city = city;
    this.platform = new CityPlatform(this, 'Platform', { city, lacks, ...(peers && { peers }) });
    customize?.(this.platform);
    new AwsTarget(this, {
      ...cityOptions(city),
      ...(vpc && { vpc }),
      ...(hostedZone && { hostedZone }),
      ...(certificate && { certificate }),
    }).render(this.platform);
  }
}

function environmentOf(stage: Stage | undefined): Environment {
  const { account, region } = stage ?? {};
  return { ...(account && { account }), ...(region && { region }) };
}

/** @throws {CityError} when the spec names another account or region than the app. */
function checkPlace({ targets: { aws } }: City, app: Environment): void {
  const problems = (['account', 'region'] as const).flatMap((field): Problem[] => {
    const [said, is] = [aws[field], app[field]];
    if (said === undefined || is === undefined || Token.isUnresolved(is) || said === is) return [];
    const fix = `Remove it, or set it to ${is}, as the app does with the stack or the Stage around it.`;
    return [{ code: 'aws-place', path: `targets.aws.${field}`, value: said, rule: placeRule, fix }];
  });
  if (problems.length > 0) throw new CityError(problems);
}

const placeRule = 'A stack lies in the account and region that its spec names, if it names any.';

/** AWS measures the alarms of its own services by itself: those of components are not among them. */
const lacks: Lacks = {
  metrics: 'CloudWatch measures the containers and reads no port of a program.',
  alarms: 'The AWS target renders none but those of its own services.',
  dashboards: 'The AWS target renders none.',
};

/** How a city wants to be rendered, from `targets.aws` of its spec. */
function cityOptions({ profile, registryMirrors, rotation, targets: { aws } }: City): AwsOptions {
  const { vpc, hostedZone, certificateArn, alarmEmail, deletionProtection } = aws;
  return {
    ...(vpc && { vpc }),
    ...(hostedZone && { hostedZone }),
    ...(certificateArn && { certificate: certificateArn }),
    ...(alarmEmail && { alarmEmail }),
    deletionProtection,
    registryMirrors,
    rotation,
    zones: profile === 'city' ? 3 : 2,
    natGateways: profile === 'city' ? 3 : 1,
  };
}
