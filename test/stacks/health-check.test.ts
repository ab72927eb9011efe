import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { images } from '../../constructs/waist/images';
import type { Probes } from '../../constructs/waist/primitives';
import { Duration } from '../../constructs/waist/units';
import { healthCheckOf } from '../../stacks/private/health-check';
import { bare, newStack, service } from './support';

function check(probes: Probes, image: Parameters<typeof service>[2] = {}) {
  return healthCheckOf(service(newStack(), 'Api', { image: images.keycloak, probes, ...image }));
}

/** Runs the check as ECS does, with another place for its mark. */
function run(command: readonly string[], mark: string): Promise<number | null> {
  const [, shell, ...args] = command.map((part) => part.replaceAll('/dev/shm/ready', mark));
  return new Promise((resolve) => spawn(shell!, args, { stdio: 'ignore' }).on('exit', resolve));
}

describe('the health check of a container', () => {
  let server: Server;
  let port: number;
  let folder: string;
  const status: Record<string, number> = {};

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'citykit-test-'));
    server = createServer((request, response) => response.writeHead(status[request.url!] ?? 404).end('x'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await new Promise((resolve) => server.close(resolve));
  });

  test('waits until the program is ready once, and from then on asks only whether it lives', async () => {
    const mark = join(folder, 'ready');
    const { command } = check({ ready: { http: '/ready', port }, live: { http: '/live', port } })!;
    Object.assign(status, { '/ready': 503, '/live': 200 });
    expect(await run(command, mark)).not.toBe(0);
    expect(existsSync(mark)).toBe(false);
    status['/ready'] = 302;
    expect(await run(command, mark)).toBe(0);
    expect(existsSync(mark)).toBe(true);
    status['/ready'] = 503;
    expect(await run(command, mark)).toBe(0);
    status['/live'] = 500;
    expect(await run(command, mark)).not.toBe(0);
  });

  test('asks a port whether it is open', async () => {
    const of = (tcp: number) => check({ ready: { tcp }, live: { tcp } })!.command;
    expect(await run(of(port), '')).toBe(0);
    expect(await run(of(1), '')).not.toBe(0);
  });

  test('runs a command of its own as it is', () => {
    const exec = ['valkey-cli', 'ping'];
    expect(check({ ready: { exec }, live: { exec } }, { image: images.valkey })!.command).toEqual(['CMD', ...exec]);
  });

  test('uses what the image has to ask with', () => {
    const command = check({ ready: { http: '/', port: 80 }, live: { tcp: 80 } }, { image: images.node })!.command;
    expect(command.slice(0, 3)).toEqual(['CMD', '/bin/sh', '-c']);
    expect(command[3]).toContain('wget -q -T 4 -O /dev/null "http://127.0.0.1:$1$2"');
    expect(command[3]).toContain('nc -z 127.0.0.1 "$1"');
  });

  test('is left out where nothing in the image can ask', () => {
    expect(check({ ready: { tcp: 80 }, live: { tcp: 80 } }, { image: bare })).toBeUndefined();
  });

  test('gives a slow first start its time, beyond the five minutes of a start period', () => {
    const probe = { tcp: 80 };
    const of = (minutes: number) => {
      const { startPeriod, interval, retries } = check({
        ready: probe,
        live: probe,
        startsWithin: Duration.minutes(minutes),
      })!;
      return [startPeriod!.toSeconds(), interval!.toSeconds(), retries];
    };
    expect(of(2)).toEqual([120, 15, 4]);
    expect(of(10)).toEqual([300, 30, 10]);
  });
});
