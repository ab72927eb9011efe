import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fencesOf } from '../../package/support/fences';
import type { Client } from './chain';
import type { Node } from './node';

const page = join(__dirname, '..', '..', '..', 'docs', 'guide', 'first-day.md');

/** Makes a person and a machine with the lines of the page on the first day, for a city and its tenant `parking`. */
export async function firstDay(node: Node, city: string): Promise<Client> {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-first-day-'));
  const fences = fencesOf(page).map(({ mark, code }) => ({ mark, code: code.replaceAll('izmir', city) }));
  const way = fences.find(({ mark, code }) => mark === 'cluster' && code.includes('port-forward'));
  const keycloak = fences.filter(({ mark }) => mark === 'keycloak');
  if (!way || keycloak.length !== 3) throw new Error('the page on the first day has other lines');
  const script = [
    'set -euo pipefail',
    `cd '${folder}'`,
    'trap "kill %1" EXIT',
    way.code,
    'until curl --silent --output /dev/null "$KEYCLOAK"; do sleep 0.2; done',
    ...keycloak.map(({ code }) => code),
  ].join('\n');
  const { code, stdout, stderr } = await node.inside('bash', ['-s'], script);
  if (code !== 0) throw new Error(`the lines of the first day: ${stdout}${stderr}`);
  return { id: 'parking-sensors', secret: readFileSync(join(folder, 'parking-sensors.secret'), 'utf8') };
}
