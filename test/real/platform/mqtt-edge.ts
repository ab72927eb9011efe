import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { City, CityInput } from '../../../constructs/spec/city';
import { nameOf } from '../../../constructs/waist/names';
import { certificateFor } from '../support/certificate';
import { freePort } from '../support/free-port';
import type { RunningPod } from '../support/rendered';
import { exampleCity } from './live-city';
import type { LivePlatform } from './live-platform';

/** The city of an example behind a load balancer of Kubernetes, which carries MQTT besides HTTPS, as an Ingress cannot. */
export function exampleWithMqtt(example: string, changes: Partial<CityInput> = {}): City {
  const { edge: _, ...kubernetes } = exampleCity(example).targets.kubernetes ?? {};
  const edge = { kind: 'loadBalancer', clusterIssuer: 'letsencrypt' } as const;
  return exampleCity(example, { ...changes, targets: { kubernetes: { ...kubernetes, edge } } });
}

/** The rendered edge of a platform, with a certificate for its name for MQTT. */
export class MqttEdge {
  /** Port of the first TLS listener inside the edge's pod; the load balancer has 8883 for it. */
  readonly port = 10_000;

  private constructor(
    readonly pod: RunningPod,
    /** Name that the certificate has. */
    readonly host: string,
    /** File with the authority of the certificate, in PEM. */
    readonly authority: string,
    private readonly folder: string,
  ) {}

  static async start({ city, rendered }: LivePlatform): Promise<MqttEdge> {
    const folder = mkdtempSync(join(tmpdir(), 'citykit-mqtt-'));
    const { edge, domain } = city.gateway;
    const host = `mqtt.${domain}`;
    const { authority, certificate, key } = certificateFor(host, folder);
    const secret = `${nameOf(edge)}-tls`;
    rendered.secrets.keep(secret, 'tls.crt', readFileSync(certificate, 'utf8'));
    rendered.secrets.keep(secret, 'tls.key', readFileSync(key, 'utf8'));
    const pod = await rendered.start(nameOf(edge));
    await pod.untilReady();
    return new MqttEdge(pod, host, authority, folder);
  }

  /** Lets the workloads of the platform reach it by its public address, as a load balancer does; returns what ends that. */
  async answerInside({ rendered }: LivePlatform): Promise<() => void> {
    const listener = createServer((client) => {
      const inner = connect(this.port, this.pod.address);
      for (const socket of [client, inner]) socket.on('error', () => [client, inner].map((one) => one.destroy()));
      client.pipe(inner).pipe(client);
    });
    const own = await freePort();
    await new Promise<void>((resolve) => listener.listen(own, '127.0.0.1', resolve));
    const close = await rendered.network.forward(this.host, 8883, own);
    return () => {
      close();
      listener.close();
    };
  }

  async stop(): Promise<void> {
    await this.pod.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
