import { CfnOutput, type Environment, Stack, type StackProps, Stage, Token } from 'aws-cdk-lib';
import type { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { CityPlatform } from '../constructs/platform/city-platform';
import type { FederationPart } from '../constructs/platform/federation-part';
import { checkOptions, type OptionKinds } from '../constructs/problems/check-options';
import { CityError, type Problem } from '../constructs/problems/city-error';
import { regionOf } from '../constructs/spec/aws-regions';
import { type City, type CityInput, parseCity, requireTarget } from '../constructs/spec/city';
import type { Peer } from '../constructs/spec/federation';
import { awsCertificate } from '../constructs/spec/rules/aws-certificate';
import type { Lacks } from '../constructs/waist/lacks';
import { type AwsOptions, AwsTarget } from './aws-target';

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
    this.platform = new CityPlatform(this, 'Platform', {
      city,
      lacks,
      ...(peers && { peers }),
      ...(federation && { federation }),
    });
    customize?.(this.platform);
    new AwsTarget(this, {
      ...cityOptions(city),
      ...(vpc && { vpc }),
      ...(hostedZone && { hostedZone }),
      ...(certificate && { certificate }),
    }).render(this.platform);
    addOutputs(this, this.platform);
  }
}

/** What `cdk deploy` prints when it is done. */
function addOutputs(stack: Stack, { portalUrl, gateway, identity }: CityPlatform): void {
  const balancer = gateway.edge.node.defaultChild as CfnLoadBalancer;
  const outputs = {
    PortalUrl: { value: portalUrl, description: 'The open data portal' },
    ApiUrl: { value: `${gateway.url('api')}/ngsi-ld/v1`, description: 'The NGSI-LD API' },
    Issuer: { value: identity.issuer, description: 'Who issues tokens, and where people sign in' },
    LoadBalancerName: { value: balancer.attrDnsName, description: 'Where the addresses of the platform lead' },
  };
  for (const [id, output] of Object.entries(outputs)) new CfnOutput(stack, id, output);
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

/** CloudWatch reads no port of a service: a program of the platform does, and measures for the alarms of components. */
const lacks: Lacks = {
  metrics: 'CloudWatch measures the containers and reads no port of a service.',
};

/** How a city wants to be rendered, from `targets.aws` of its spec. */
function cityOptions({ profile, registryMirrors, rotation, targets: { aws } }: City): AwsOptions {
  const { vpc, hostedZone, certificateArn, alarmEmail, alarmTopicArn, runbooks, deletionProtection } = aws;
  return {
    ...(vpc && { vpc }),
    ...(hostedZone && { hostedZone }),
    ...(certificateArn && { certificate: certificateArn }),
    ...(alarmEmail && { alarmEmail }),
    ...(alarmTopicArn && { alarmTopicArn }),
    ...(runbooks && { runbooks }),
    deletionProtection,
    registryMirrors,
    rotation,
    zones: profile === 'city' ? 3 : 2,
    natGateways: profile === 'city' ? 3 : 1,
  };
}
