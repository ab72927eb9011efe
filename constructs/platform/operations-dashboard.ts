import { refusalReasons } from '../components/device-gateway/refusal-reason';
import type { DashboardProps, Panel } from '../waist/dashboard';
import type { Service } from '../waist/primitives/service';
import type { Metric, Quantity } from '../waist/quantity';
import type { CityPlatform } from './city-platform';

/** What is read of a platform. */
type Parts = Pick<
  CityPlatform,
  'city' | 'gateway' | 'identity' | 'broker' | 'features' | 'publisher' | 'devices' | 'telemetry'
>;

/** What operators look at: where values are on their way, and what does not get on. Each component shows its own numbers. */
export function operationsDashboard(platform: Parts): DashboardProps {
  const { city, gateway, identity, broker, features, publisher, devices, telemetry } = platform;
  return {
    title: `${city.title}: operations`,
    panels: [
      ageOfNewest(platform),
      ...(devices ? ofDevices(devices.service) : []),
      ...ofRelay(broker.relay),
      ...(publisher ? ofPublisher(publisher.service) : []),
      ...(features ? ofFeatures(features.service) : []),
      ...ofGateway(gateway.service),
      ...(identity.service ? ofIdentity(identity.service) : []),
      ...(telemetry ? ofTelemetry(telemetry.service) : []),
    ],
  };
}

/** One number for each step of the way: from the measure to the portal. */
function ageOfNewest({ devices, broker, publisher }: Parts): Panel {
  const newest = (of: Service, step: string): Quantity => ({
    kind: 'smallest',
    metric: { of, name: 'citykit_newest_value_age_seconds', labels: { step } },
  });
  return {
    title: 'Age of the newest value',
    unit: 's',
    series: {
      ...(devices && {
        measure: { kind: 'smallest', metric: { of: devices.service, name: 'citykit_devices_newest_age_seconds' } },
      }),
      broker: newest(broker.relay, 'broker'),
      history: newest(broker.relay, 'history'),
      ...(publisher && { portal: newest(publisher.service, 'portal') }),
    },
  };
}

function ofDevices(of: Service): Panel[] {
  const metric = metricsOf(of, 'citykit_devices');
  return [
    {
      title: 'Measures of devices',
      unit: '/s',
      series: {
        taken: { kind: 'rate', metric: metric('measures_total') },
        'values left out': { kind: 'rate', metric: metric('values_left_out_total') },
        failures: { kind: 'rate', metric: metric('failures_total') },
      },
    },
    {
      title: 'Refused, by reason',
      unit: '/s',
      series: Object.fromEntries(
        refusalReasons.map((reason) => [reason, { kind: 'rate', metric: metric('refused_total', { reason }) }]),
      ),
    },
    { title: 'Measures that wait', unit: '1', series: { waiting: { kind: 'sum', metric: metric('waiting') } } },
    {
      title: 'Until the broker has a measure',
      unit: 's',
      series: {
        median: { kind: 'quantile', metric: metric('seconds'), quantile: 0.5 },
        '99 %': { kind: 'quantile', metric: metric('seconds'), quantile: 0.99 },
      },
    },
  ];
}

function ofRelay(of: Service): Panel[] {
  const metric = metricsOf(of, 'citykit');
  return [
    {
      title: 'History behind the broker',
      unit: 's',
      series: { behind: { kind: 'largest', metric: metric('history_behind_seconds') } },
    },
    {
      title: 'Notifications',
      unit: '/s',
      series: {
        all: { kind: 'rate', metric: metric('notifications_total') },
        delivered: { kind: 'rate', metric: metric('notifications_total', { outcome: 'delivered' }) },
      },
    },
    {
      title: 'Notifications that wait',
      unit: '1',
      series: { waiting: { kind: 'sum', metric: metric('notifications_waiting') } },
    },
  ];
}

function ofPublisher(of: Service): Panel[] {
  const metric = metricsOf(of, 'citykit_open_data');
  const rate = (change: string): Quantity => ({ kind: 'rate', metric: metric('changes_total', { change }) });
  return [
    {
      title: 'Rows of the portal',
      unit: '/s',
      series: {
        written: rate('written'),
        removed: rate('removed'),
        refused: rate('refused'),
        failures: { kind: 'rate', metric: metric('failures_total') },
      },
    },
    {
      title: 'Changes that are not yet published',
      unit: '1',
      series: { waiting: { kind: 'sum', metric: metric('waiting') } },
    },
    {
      title: 'Since everything was compared',
      unit: 's',
      series: { longest: { kind: 'largest', metric: metric('compared_age_seconds') } },
    },
  ];
}

function ofFeatures(of: Service): Panel[] {
  const metric = metricsOf(of, 'citykit_features');
  return [
    {
      title: 'Requests for features and history',
      unit: '/s',
      series: Object.fromEntries(
        ['answered', 'refused', 'failed'].map((outcome) => [
          outcome,
          { kind: 'rate', metric: metric('requests_total', { outcome }) },
        ]),
      ),
    },
  ];
}

function ofGateway(of: Service): Panel[] {
  const clients = (name: string, labels: Metric['labels'] = {}): Metric => ({
    of,
    name: `envoy_http_${name}`,
    labels: { envoy_http_conn_manager_prefix: 'public', ...labels },
  });
  return [
    {
      title: 'Answers at the gateway',
      unit: '/s',
      series: Object.fromEntries(
        ['2', '3', '4', '5'].map((digit) => [
          `${digit}xx`,
          { kind: 'rate', metric: clients('downstream_rq_xx', { envoy_response_code_class: digit }) },
        ]),
      ),
    },
    {
      title: 'Time of an answer at the gateway',
      unit: 'ms',
      series: {
        median: { kind: 'quantile', metric: clients('downstream_rq_time'), quantile: 0.5 },
        '99 %': { kind: 'quantile', metric: clients('downstream_rq_time'), quantile: 0.99 },
      },
    },
    {
      title: 'Refused at the gateway',
      unit: '/s',
      series: {
        'no token (401)': { kind: 'rate', metric: clients('jwt_authn_denied') },
        'not allowed (403)': { kind: 'rate', metric: clients('rbac_denied') },
        'too many (429)': { kind: 'rate', metric: { of, name: 'envoy_http_local_rate_limit_rate_limited' } },
      },
    },
  ];
}

function ofIdentity(of: Service): Panel[] {
  const metric = metricsOf(of, 'keycloak');
  return [
    {
      title: 'Sign-ins',
      unit: '/s',
      series: { all: { kind: 'rate', metric: metric('user_events_total', { event: 'login' }) } },
    },
  ];
}

function ofTelemetry(of: Service): Panel[] {
  const metric = metricsOf(of, 'otelcol_exporter');
  return [
    {
      title: 'Numbers sent to the receiver of telemetry',
      unit: '/s',
      series: {
        taken: { kind: 'rate', metric: metric('sent_metric_points') },
        refused: { kind: 'rate', metric: metric('send_failed_metric_points') },
        'no room': { kind: 'rate', metric: metric('enqueue_failed_metric_points') },
      },
    },
    {
      title: 'Numbers that wait for the receiver of telemetry',
      unit: 'By',
      series: { waiting: { kind: 'sum', metric: metric('queue_size') } },
    },
  ];
}

function metricsOf(of: Service, prefix: string) {
  return (name: string, labels: Metric['labels'] = {}): Metric => ({ of, name: `${prefix}_${name}`, labels });
}
