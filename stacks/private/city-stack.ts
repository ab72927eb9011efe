import {
  CfnOutput,
  DefaultStackSynthesizer,
  type Environment,
  type IStackSynthesizer,
  PermissionsBoundary,
  type Stack,
  type StackProps,
  Stage,
  Token,
} from 'aws-cdk-lib';
import type { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { CityPlatform } from '../../constructs/platform/city-platform';
import { CityError, type Problem } from '../../constructs/problems/city-error';
import { regionOf } from '../../constructs/spec/aws-regions';
import type { City } from '../../constructs/spec/city';
import type { AwsOptions } from '../aws-target';
import { tlsLoadBalancerOf } from '../edge';

/** What `cdk deploy` prints when it is done. */
export function addOutputs(stack: Stack, { portalUrl, gateway, identity }: CityPlatform): void {
  const balancer = gateway.edge.node.defaultChild as CfnLoadBalancer;
  const forTls = tlsLoadBalancerOf(gateway.edge);
  const hosts = [...new Set(gateway.edge.tls.map(({ host }) => host))].join(', ');
  const outputs = {
    PortalUrl: { value: portalUrl, description: 'The open data portal' },
    ApiUrl: { value: `${gateway.url('api')}/ngsi-ld/v1`, description: 'The NGSI-LD API' },
    Issuer: { value: identity.issuer, description: 'Who issues tokens, and where people sign in' },
    LoadBalancerName: { value: balancer.attrDnsName, description: 'Where the addresses of the platform lead' },
    ...(forTls && {
      TlsLoadBalancerName: { value: forTls.loadBalancerDnsName, description: `Where ${hosts} leads` },
    }),
  };
  for (const [id, output] of Object.entries(outputs)) new CfnOutput(stack, id, output);
}

function environmentOf(stage: Stage | undefined): Environment {
  const { account, region } = stage ?? {};
  return { ...(account && { account }), ...(region && { region }) };
}

/**
 * Of the stack of a city: what `props` say, and what follows from the spec. Account and region are those of `env`, else those
 * of the Stage around it, else those of the spec.
 *
 * @throws {CityError} when the spec names another account or region than the app.
 */
export function stackProps(scope: Construct, city: City, props: StackProps): StackProps {
  const { deletionProtection, account, bootstrapQualifier: qualifier, permissionsBoundary } = city.targets.aws;
  const app = { ...environmentOf(Stage.isStage(scope) ? scope : Stage.of(scope)), ...props.env };
  checkPlace(city, app);
  return {
    description: `City platform of ${city.title}`,
    terminationProtection: deletionProtection === true,
    tags: { 'citykit:city': city.name },
    ...(qualifier && { synthesizer: new DefaultStackSynthesizer({ qualifier }) as IStackSynthesizer }),
    ...(permissionsBoundary && { permissionsBoundary: PermissionsBoundary.fromName(permissionsBoundary) }),
    ...props,
    env: { region: regionOf(city.targets.aws), ...(account && { account }), ...app },
  };
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

/** How a city wants to be rendered, from `targets.aws` of its spec. */
export function awsOptions({ profile, registryMirrors, rotation, targets: { aws } }: City): AwsOptions {
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
