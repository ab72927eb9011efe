import { readFileSync } from 'node:fs';
import { type DemoGroup, type DemoPlan, demoKinds } from '../../constructs/components/simulator/demo-plan';
import type { Environment } from '../shared/environment';
import { isObject, isText } from '../shared/json-value';
import { reasonOf } from '../shared/retry';

/** Where MQTT is spoken. */
export interface MqttAddress {
  readonly host: string;
  readonly port: number;
}

/** What `simulator` is told. */
export interface SimulatorConfig {
  readonly plan: DemoPlan;
  /** Where devices are registered, before `/devices/v1`. */
  readonly managementUrl: string;
  /** Where devices speak MQTT inside the platform. */
  readonly inside: MqttAddress;
  /** Where they do so from outside, with TLS. @default - nowhere */
  readonly outside?: MqttAddress;
  /** From one measure of a device to the next, in milliseconds. */
  readonly every: number;
  /** After something that failed, in milliseconds; it doubles up to 30 times this. */
  readonly pause: number;
  /** For each answer, in milliseconds. */
  readonly timeout: number;
  readonly metricsPort: number;
}

/** Reads the environment, and the plan from the file that it names. */
export function simulatorConfig(environment: Environment): SimulatorConfig {
  const port = (name: string, fallback: number) => environment.integer(name, { fallback, minimum: 0, maximum: 65_535 });
  const seconds = (name: string, fallback: number) =>
    1000 * environment.integer(name, { fallback, minimum: 1, maximum: 86_400 });
  const host = environment.optional('PUBLIC_MQTT_HOST');
  return {
    plan: planOf(environment),
    managementUrl: environment.url('MANAGEMENT_URL'),
    inside: { host: environment.text('MQTT_HOST'), port: port('MQTT_PORT', 1883) },
    ...(host !== undefined && { outside: { host, port: port('PUBLIC_MQTT_PORT', 8883) } }),
    every: seconds('EVERY_SECONDS', 300),
    pause: 1000,
    timeout: seconds('TIMEOUT_SECONDS', 20),
    metricsPort: port('METRICS_PORT', 8082),
  };
}

function planOf(environment: Environment): DemoPlan {
  const none: DemoPlan = { seed: '', latitude: 0, timeZone: 'UTC', groups: [] };
  const file = environment.text('PLAN_FILE');
  if (file === '') return none;
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isPlan(value)) return value;
    environment.problem('PLAN_FILE', 'must hold a plan of demo data');
  } catch (error) {
    environment.problem('PLAN_FILE', `cannot be read: ${isObject(error) ? error.code : reasonOf(error)}`);
  }
  return none;
}

const isPlan = (value: unknown): value is DemoPlan =>
  isObject(value) &&
  isText(value.seed) &&
  isText(value.timeZone) &&
  typeof value.latitude === 'number' &&
  Array.isArray(value.groups) &&
  value.groups.every(isGroup);

const isGroup = (value: unknown): value is DemoGroup =>
  isObject(value) &&
  isText(value.id) &&
  demoKinds.some((kind) => kind === value.kind) &&
  (value.tenant === undefined || isText(value.tenant)) &&
  Array.isArray(value.values) &&
  value.values.every(isText) &&
  Array.isArray(value.devices) &&
  value.devices.every((device) => isObject(device) && isText(device.id));
