import type { Construct } from 'constructs';
import { Component } from '../../waist/component';
import { images } from '../../waist/images';
import { addOptOut } from '../../waist/opt-out';
import { Service } from '../../waist/primitives/service';
import { programOf, watchedAt } from '../../waist/program';
import { Duration } from '../../waist/units';
import type { WorkloadSize } from '../../waist/workload-size';
import type { DeviceGateway } from '../device-gateway/device-gateway';
import type { DemoPlan } from './demo-plan';

/** Through which gateway it sends, and what. */
export interface SimulatorProps extends WorkloadSize {
  readonly devices: DeviceGateway;
  /** As {@link demoData} gives it. */
  readonly plan: DemoPlan;
}

const planFile = '/citykit/simulator/plan.json';
const ports = { metrics: 8082 };
const onlyOnce = 'Two would take the credentials of the devices from each other.';

/**
 * Sends demo data as devices would (`programs/simulator`): each has a credential of its own and publishes over MQTT with TLS at
 * the public address, or inside the platform where that is not reached. What it has sent is removed by the device gateway once
 * the spec no longer asks for it.
 */
export class Simulator extends Component {
  readonly title = 'Demo data';
  override readonly specPath = 'demoData';
  /** The program is the kit's own. */
  readonly upstream = { title: 'Node.js', image: images.node };
  readonly claims = [] as const;

  readonly service: Service;

  constructor(scope: Construct, id: string, props: SimulatorProps) {
    super(scope, id);
    const { devices, plan } = props;
    const mqtt = devices.service.endpoint('mqtt');
    const address = devices.mqttUrl === undefined ? undefined : new URL(devices.mqttUrl);
    this.service = new Service(this, 'Service', {
      size: props.size,
      replicas: props.replicas,
      singleton: onlyOnce,
      ...programOf('simulator', { [planFile]: `${JSON.stringify(plan)}\n` }),
      env: {
        PLAN_FILE: planFile,
        MANAGEMENT_URL: devices.service.endpoint('management').url(),
        MQTT_HOST: mqtt.host,
        MQTT_PORT: mqtt.port,
        ...(address && { PUBLIC_MQTT_HOST: address.hostname, PUBLIC_MQTT_PORT: address.port }),
        METRICS_PORT: ports.metrics,
        NODE_OPTIONS: `--max-old-space-size=${props.size.memory.share(0.6).mebibytes}`,
      },
      scratch: [{ path: '/tmp' }],
      egress: address
        ? [
            {
              to: { host: address.hostname },
              ports: [Number(address.port)],
              reason: 'Demo data comes in as from outside.',
            },
          ]
        : [],
      // Its devices send again until they are heard.
      waits: false,
      ports,
      ...watchedAt(ports.metrics),
      stopsWithin: Duration.seconds(10),
    });
    addOptOut(this.service, { measure: 'more than one replica', reason: onlyOnce });
  }
}
