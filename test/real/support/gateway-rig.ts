import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { mendFile, mendFileContent } from '../../../constructs/components/gateway/envoy/guard';
import { startCommand } from '../../../constructs/components/gateway/envoy/start-command';
import { envoyConfig } from '../../../constructs/components/gateway/envoy-config';
import type { GatewayModel } from '../../../constructs/components/gateway/gateway-model';
import { environment } from './environment';
import { freePort } from './free-port';
import { call } from './http';
import { startPart } from './part';
import { type Running, run } from './running';
import { Signer } from './tokens';
import { until } from './wait';

/** What the upstream received, as it says itself. */
export interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly received: number;
  readonly body: string;
}

/** What a test has the upstream answer, in the header `X-Test-Answer` as JSON. */
export interface ScriptedAnswer {
  readonly status: number;
  readonly type?: string;
  readonly body: string;
}

export interface RigOptions {
  /** Whether signing keys can be fetched. @default true */
  readonly issuerUp?: boolean;
  /** Start Envoy as a container would, with a drain of so many seconds. @default - Envoy alone */
  readonly drainSeconds?: number;
}

/** An Envoy with the configuration of a model, an upstream that echoes, and an issuer of tokens. */
export class GatewayRig {
  readonly signer = new Signer();
  readonly folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  port = 0;
  readyPort = 0;
  adminPort = 0;
  upstreamPort = 0;
  /** What the upstream answers to everything; undefined: it echoes. */
  answer: string | undefined;
  issuerPort = 0;
  #upstream = echoServer(() => this.answer);
  #issuer = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.signer.jwks));
  });
  #envoy: Running | undefined;

  /** Starts all three; every upstream named `echo` and the JWKS address are replaced by where the rig serves them. */
  async start(model: GatewayModel, options: RigOptions = {}): Promise<void> {
    this.port = await freePort();
    this.readyPort = await freePort();
    this.adminPort = await freePort();
    this.issuerPort = await freePort();
    this.upstreamPort = await freePort();
    await this.startUpstream();
    if (options.issuerUp !== false) await this.startIssuer();
    await this.#startEnvoy(this.#placed(model), options);
  }

  async startIssuer(): Promise<void> {
    await listen(this.#issuer, this.issuerPort);
  }

  async stopUpstream(): Promise<void> {
    await close(this.#upstream);
  }

  async startUpstream(): Promise<void> {
    this.#upstream = echoServer(() => this.answer);
    await listen(this.#upstream, this.upstreamPort);
  }

  /** Lines of the audit trail so far. */
  get auditTrail(): Record<string, unknown>[] {
    const lines = this.#envoy!.log().split('\n').slice(0, -1);
    return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  }

  /** What Envoy said about itself: warnings and errors. */
  get complaints(): string[] {
    return this.#envoy!.log()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('{'));
  }

  /** Whether Envoy, or what started it, still runs. */
  get alive(): boolean {
    return this.#envoy?.alive() ?? false;
  }

  /** Sends SIGTERM to what started first. */
  terminate(): void {
    process.kill(this.#envoy!.pid, 'SIGTERM');
  }

  async stop(): Promise<void> {
    await Promise.all([this.#envoy?.stop(), close(this.#upstream), close(this.#issuer)]);
    rmSync(this.folder, { recursive: true });
  }

  #placed(model: GatewayModel): GatewayModel {
    const { identity } = model;
    const echo = { id: 'echo', host: 'localhost', port: this.upstreamPort };
    return {
      ...model,
      listenPort: this.port,
      readyPort: this.readyPort,
      adminPort: this.adminPort,
      ...(identity && { identity: { ...identity, jwks: { url: `http://127.0.0.1:${this.issuerPort}/jwks` } } }),
      hosts: model.hosts.map((host) => ({
        ...host,
        routes: host.routes.map((route) => (route.upstream.id === 'echo' ? { ...route, upstream: echo } : route)),
      })),
    };
  }

  async #startEnvoy(model: GatewayModel, { drainSeconds }: RigOptions): Promise<void> {
    const configFile = join(this.folder, 'envoy.json');
    // Tests listen on loopback only.
    const text = JSON.stringify(envoyConfig(model)).replaceAll('"0.0.0.0"', '"127.0.0.1"');
    writeFileSync(configFile, text.replaceAll(mendFile, join(this.folder, 'mend.lua')));
    writeFileSync(join(this.folder, 'mend.lua'), mendFileContent());
    this.#envoy =
      drainSeconds === undefined ? await this.#part(configFile) : this.#container(model, configFile, drainSeconds);
    await until('Envoy is ready', async () => (await call({ port: this.readyPort, path: '/ready' })).status === 200);
  }

  #part(configFile: string): Promise<Running> {
    const args = ['-c', configFile, '--concurrency', '1', '--file-flush-interval-msec', '50', '--log-level', 'warning'];
    return startPart('envoy', { port: this.port, args, as: 'gateway' });
  }

  /** As a container starts it, with the installed Envoy in the path. */
  #container(model: GatewayModel, configFile: string, drainSeconds: number): Running {
    const [program, ...args] = startCommand({ adminPort: model.adminPort, configFile, concurrency: 1, drainSeconds });
    const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
    const PATH = `${join(cache, 'citykit/parts/envoy/bin')}:${process.env.PATH}`;
    return run(program!, args, { env: environment({ PATH }), logFile: join(this.folder, 'log') });
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** Says what it got; `?wait=MS` makes it slow. */
function echoServer(fixed: () => string | undefined): Server {
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url = '/', headers } = request;
      const body = Buffer.concat(chunks);
      const scripted = headers['x-test-answer'];
      const always = fixed();
      if (always !== undefined || typeof scripted === 'string') {
        const answer: ScriptedAnswer =
          always === undefined ? JSON.parse(String(scripted)) : { status: 200, body: always };
        response.writeHead(answer.status, { 'content-type': answer.type ?? 'application/json' });
        return response.end(answer.body);
      }
      const wait = Number(new URL(url, 'http://echo').searchParams.get('wait') ?? 0);
      return setTimeout(() => {
        response.writeHead(200, { 'content-type': 'application/json', server: 'echo/1.0', 'x-powered-by': 'node' });
        response.end(
          JSON.stringify({ method, url, headers, received: body.length, body: body.subarray(0, 1e4).toString() }),
        );
      }, wait);
    });
  });
}
