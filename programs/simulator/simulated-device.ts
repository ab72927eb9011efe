import { connect as connectTcp } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type { DemoDevice, DemoGroup } from '../../constructs/components/simulator/demo-plan';
import { isPassing, send } from '../shared/http';
import { isObject, isText } from '../shared/json-value';
import type { Log } from '../shared/log';
import { MqttError, MqttPublisher } from '../shared/mqtt-publisher';
import { reasonOf } from '../shared/retry';
import type { DemoMeasure, DemoMeasures } from './demo-measures';
import type { SimulatorMetrics, Way } from './metrics';
import type { SimulatorConfig } from './simulator-config';

/** A device that keeps its credential in memory alone, and sends each measure until it is acknowledged. */
export class SimulatedDevice {
  #credential: { readonly name: string; readonly credential: string } | undefined;
  #open: { readonly connection: MqttPublisher; readonly way: Way } | undefined;

  constructor(
    private readonly config: SimulatorConfig,
    private readonly measures: DemoMeasures,
    private readonly group: DemoGroup,
    private readonly device: DemoDevice,
    private readonly place: number,
    private readonly metrics: SimulatorMetrics,
    private readonly log: Log,
  ) {}

  /** Until the signal says otherwise. */
  async run(signal: AbortSignal): Promise<void> {
    const { every } = this.config;
    signal.addEventListener('abort', () => this.#open?.connection.end());
    while (!signal.aborted) {
      const measure = this.measures.last(this.group, this.device, this.place);
      await this.#deliver(measure, signal);
      // A timer may end a millisecond before its time, and the last measure would be the same again.
      await sleep(Math.max(0, measure.due + every + 1 - Date.now()), undefined, { signal }).catch(() => undefined);
    }
  }

  async #deliver({ message }: DemoMeasure, signal: AbortSignal): Promise<void> {
    const { id: group } = this.group;
    const { pause, timeout } = this.config;
    for (let wait = pause; !signal.aborted; wait = Math.min(2 * wait, 30 * pause)) {
      try {
        const { connection, way } = await this.#connected();
        await connection.publish(`/json/${group}/${this.device.id}/attrs`, message, 1, timeout);
        return this.metrics.sent(group, way);
      } catch (error) {
        this.metrics.failed();
        // Whoever was given another credential meanwhile, or is not known yet, asks for one.
        if (error instanceof MqttError && error.kind === 'refused') this.#credential = undefined;
        this.log('not sent', { group, device: this.device.id, reason: reasonOf(error) });
        await sleep(wait * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #connected() {
    if (this.#open?.connection.isOpen) return this.#open;
    this.#credential ??= await this.#askForCredential();
    this.#open = await this.#connect(this.#credential);
    return this.#open;
  }

  /** As from outside, with TLS; where that way does not lead back in, inside the platform. */
  async #connect({ name, credential: password }: { readonly name: string; readonly credential: string }) {
    const { inside, outside, timeout } = this.config;
    const login = { version: 4, clientId: name, user: name, password, timeout } as const;
    if (outside) {
      try {
        const socket = connectTls({ ...outside, servername: outside.host });
        const connection = await MqttPublisher.open(socket, 'secureConnect', { ...login, timeout: timeout / 4 });
        return { connection, way: 'outside' as const };
      } catch (error) {
        if (error instanceof MqttError && error.kind === 'refused') throw error;
        this.log('not reached from outside', { host: outside.host, port: outside.port, reason: reasonOf(error) });
      }
    }
    return { connection: await MqttPublisher.open(connectTcp(inside), 'connect', login), way: 'inside' as const };
  }

  async #askForCredential() {
    const { managementUrl, timeout } = this.config;
    const { id: group, tenant } = this.group;
    const path = `/devices/v1/groups/${group}/devices/${this.device.id}/credential`;
    const { status, body } = await send(`${managementUrl}${path}`, {
      method: 'POST',
      timeout,
      headers: tenant === undefined ? {} : { 'NGSILD-Tenant': tenant },
    });
    if (status !== 201)
      throw new Error(`no credential: ${status}${isPassing(status) ? '' : `, ${body.slice(0, 200)}`}`);
    const value: unknown = JSON.parse(body);
    if (!isObject(value) || !isText(value.name) || !isText(value.credential))
      throw new Error('no credential in the answer');
    return { name: value.name, credential: value.credential };
  }
}
