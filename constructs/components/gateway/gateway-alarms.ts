import type { Construct } from 'constructs';
import { Alarm } from '../../waist/alarm';
import { nameOf } from '../../waist/names';
import type { Service } from '../../waist/primitives/service';
import type { Metric, Quantity } from '../../waist/quantity';
import { Duration } from '../../waist/units';

/**
 * Alarms of what clients meet at the gateway. Names of numbers: Envoy's of its connection manager, of its filters and of its
 * clusters, in the spelling of `/stats/prometheus`.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/stats
 */
export function gatewayAlarms(gateway: Construct, service: Service): void {
  const clients = (name: string, labels: Metric['labels'] = {}): Metric => ({
    of: service,
    name: `envoy_http_${name}`,
    labels: { envoy_http_conn_manager_prefix: 'public', ...labels },
  });
  const limiter = (name: string): Metric => ({ of: service, name: `envoy_http_local_rate_limit_${name}` });
  new Alarm(gateway, 'CityGatewayErrors', {
    description: 'More than one request in twenty is answered with an error of the server.',
    severity: 'urgent',
    quantity: {
      kind: 'share',
      metric: clients('downstream_rq_xx', { envoy_response_code_class: '5' }),
      within: clients('downstream_rq_xx'),
    },
    when: 'above',
    threshold: 0.05,
    for: Duration.minutes(5),
  });
  new Alarm(gateway, 'CityGatewaySlow', {
    description: 'One request in a hundred takes longer than five seconds.',
    severity: 'soon',
    // In milliseconds.
    quantity: { kind: 'quantile', metric: clients('downstream_rq_time'), quantile: 0.99 },
    when: 'above',
    threshold: 5000,
    for: Duration.minutes(15),
  });
  new Alarm(gateway, 'CityTokensRefused', {
    description: 'More than two tokens a second are refused (401).',
    severity: 'soon',
    quantity: { kind: 'rate', metric: clients('jwt_authn_denied') },
    when: 'above',
    threshold: 2,
    for: Duration.minutes(10),
  });
  new Alarm(gateway, 'CityAccessDenied', {
    description: 'More than two requests a second ask for what their token does not allow (403).',
    severity: 'soon',
    quantity: { kind: 'rate', metric: clients('rbac_denied') },
    when: 'above',
    threshold: 2,
    for: Duration.minutes(10),
  });
  new Alarm(gateway, 'CityLimitsReached', {
    description: 'More than one request in twenty is refused by a limit (429).',
    severity: 'soon',
    quantity: { kind: 'share', metric: limiter('rate_limited'), within: limiter('enabled') },
    when: 'above',
    threshold: 0.05,
    for: Duration.minutes(10),
  });
}

/** The alarm of a component whose service answers the gateway with errors, or not at all. */
export function upstreamAlarm(component: Construct, gateway: Service, upstream: Service): void {
  const answers = (labels: Metric['labels'] = {}): Metric => ({
    of: gateway,
    name: 'envoy_cluster_upstream_rq_xx',
    labels: { envoy_cluster_name: nameOf(upstream), ...labels },
  });
  const quantity: Quantity = {
    kind: 'share',
    metric: answers({ envoy_response_code_class: '5' }),
    within: answers(),
  };
  new Alarm(component, 'CityComponentErrors', {
    description:
      'More than one request in ten that reaches the component ends in an error of its own, or finds it away.',
    severity: 'urgent',
    quantity,
    when: 'above',
    threshold: 0.1,
    for: Duration.minutes(5),
  });
}
