import type { Construct } from 'constructs';
import type { CityPlatform } from '../../constructs/platform/city-platform';
import { Component } from '../../constructs/waist/component';
import { type Image, images } from '../../constructs/waist/images';
import {
  Cache,
  Edge,
  type Endpoint,
  Job,
  PostgresDatabase,
  Secret,
  Service,
  type ServiceProps,
  Volume,
} from '../../constructs/waist/primitives';
import { Cpu, Size } from '../../constructs/waist/units';

const size = { cpu: Cpu.millis(250), memory: Size.mebibytes(512) };

/** A component of the size of one that is planned, with what its programs need of others. */
abstract class Planned extends Component {
  abstract override readonly title: string;
  readonly upstream = { title: 'A stand-in', image: images.node };
  readonly claims = [];

  constructor(
    scope: Construct,
    id: string,
    protected readonly platform: CityPlatform,
  ) {
    super(scope, id);
  }

  protected service(id: string, props: Partial<ServiceProps> = {}, image: Image = images.node): Service {
    return new Service(this, id, {
      image,
      size,
      ports: { http: 8080 },
      probes: { ready: { http: '/ready', port: 8080 }, live: { tcp: 8080 } },
      replicas: { min: 2, max: 4 },
      env: { BROKER: this.broker },
      files: { '/etc/stand-in/settings.json': '{}' },
      scratch: [{ path: '/tmp' }],
      ...props,
    });
  }

  protected job(id: string, to: Endpoint, schedule?: string): Job {
    return new Job(this, id, {
      image: images.node,
      size,
      command: ['node', '/program.js'],
      env: { TO: to.url() },
      ...(schedule !== undefined && { schedule }),
    });
  }

  protected volume(id: string): Volume {
    return new Volume(this, id, { size: Size.gibibytes(10) });
  }

  protected database(name: string): PostgresDatabase {
    return new PostgresDatabase(this, 'Database', { server: this.platform.database, name });
  }

  protected get broker() {
    return this.platform.broker.service.endpoint('http').url();
  }
}

class DeviceGateway extends Planned {
  readonly title = 'Device gateway';

  constructor(scope: Construct, id: string, platform: CityPlatform) {
    super(scope, id, platform);
    const once = { replicas: { min: 1, max: 1 } };
    const mqtt = this.service('Mqtt', { ...once, volumes: { '/data': this.volume('Sessions') } });
    const password = new Secret(this, 'AgentPassword').value;
    for (const agent of ['JsonAgent', 'UltralightAgent'])
      this.service(agent, { env: { BROKER: this.broker, MQTT: mqtt.endpoint().url(), PASSWORD: password } });
    this.job('Devices', mqtt.endpoint());
    const { domain } = platform.city;
    new Edge(this, 'Edge', {
      domain,
      https: {
        target: mqtt.endpoint(),
        health: { path: '/ready', port: 8080 },
        maxBody: Size.mebibytes(2),
        hosts: [`devices-${id.toLowerCase()}.${domain}`],
      },
    }).addTls({ name: 'mqtts', port: 8883, host: `mqtt-${id.toLowerCase()}.${domain}`, target: mqtt.endpoint() });
  }
}

class HistoryApi extends Planned {
  readonly title = 'History API';

  constructor(scope: Construct, id: string, platform: CityPlatform) {
    super(scope, id, platform);
    const database = this.database(`${id.toLowerCase()}`);
    this.service('Service', { env: { HOST: database.host, PASSWORD: database.password } });
  }
}

class GeoApi extends Planned {
  readonly title = 'Geo API';

  constructor(scope: Construct, id: string, platform: CityPlatform) {
    super(scope, id, platform);
    this.job('Collections', this.service('Service').endpoint());
  }
}

class Dashboards extends Planned {
  readonly title = 'Dashboards';

  constructor(scope: Construct, id: string, platform: CityPlatform) {
    super(scope, id, platform);
    const database = this.database(`${id.toLowerCase()}`);
    const renderer = this.service('Renderer');
    const grafana = this.service('Grafana', {
      env: {
        HOST: database.host,
        PASSWORD: database.password,
        ADMIN: new Secret(this, 'Admin').value,
        SESSIONS: new Cache(this, 'Sessions', { size }).url,
        RENDERER: renderer.endpoint().url(),
      },
      replicas: { min: 1, max: 1 },
      volumes: { '/data': this.volume('Files') },
    });
    this.job('Setup', grafana.endpoint());
  }
}

class Collector extends Planned {
  readonly title = 'Collector';

  constructor(scope: Construct, id: string, platform: CityPlatform) {
    super(scope, id, platform);
    const once = { replicas: { min: 1, max: 1 } };
    const metrics = this.service('Prometheus', { ...once, volumes: { '/data': this.volume('Metrics') } });
    this.service('Collector', { env: { TO: metrics.endpoint().url() }, waits: false });
  }
}

class Simulator extends Planned {
  readonly title = 'Simulator';

  constructor(scope: Construct, id: string, platform: CityPlatform) {
    super(scope, id, platform);
    const service = this.service('Service');
    this.service('Console', { env: { TO: service.endpoint().url() } });
    this.job('Fleet', service.endpoint());
    this.job('Daily', service.endpoint(), '0 4 * * *');
  }
}

const planned = { DeviceGateway, HistoryApi, GeoApi, Dashboards, Collector, Simulator };

/** Adds what is planned to a platform, a number of times: 6 components with 11 services, 5 jobs, 3 volumes and an edge. */
export function addPlanned(platform: CityPlatform, times: number): void {
  for (let time = 1; time <= times; time++)
    for (const [id, Kind] of Object.entries(planned)) new Kind(platform, `${id}${time}`, platform);
}
