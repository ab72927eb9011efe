import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describePart } from '../real/support/skip';
import { type Client, Outside } from './support/chain';
import { prepareCluster, startEdge } from './support/cluster';
import { firstDay } from './support/first-day';
import { imagesAtHand } from './support/images';
import { memoryOf } from './support/memory';
import { Node } from './support/node';

const parts = [
  ...([
    'docker',
    'postgres',
    'redis',
    'solr',
    'ckan',
    'keycloak',
    'envoy',
    'apicurio',
    'scorpio',
    'nginx',
    'java',
  ] as const),
  'kubernetes',
] as const;

/** What the running parts may hold in memory, in MiB. */
const most = { resident: 3500, limits: 6144 };

describePart(parts, 'A small town on a real node', () => {
  const namespace = 'small-town';
  let out: string;
  let next: string[];
  let node: Node;
  let outside: Outside;
  let client: Client;
  let began: number;
  const seconds = () => `${((Date.now() - began) / 1000).toFixed(0)} s`;
  const tell = (text: string) => process.stderr.write(`${text}\n`);

  beforeAll(async () => {
    out = mkdtempSync(join(tmpdir(), 'citykit-rehearsal-'));
    const synth = ['dist/cli/citykit.js', 'synth', 'examples/small-town/city.yaml', '--target', 'kubernetes'];
    const said = execFileSync('node', [...synth, '--out', out], { encoding: 'utf8' });
    next = said.slice(said.indexOf('\nNext\n')).match(/(?<=^ +)kubectl .*$/gm) ?? [];
    began = Date.now();
    const made = await imagesAtHand(imagesOf(join(out, namespace, 'kubernetes', `${namespace}.k8s.yaml`)));
    tell(`images at hand after ${seconds()}`);
    began = Date.now();
    node = await Node.start(made);
    await prepareCluster(node);
    tell(`node with DNS ready after ${seconds()}`);
  }, 1_800_000);
  afterAll(async () => {
    await node?.stop();
    rmSync(out, { recursive: true });
  }, 120_000);

  const shell = async (line: string) => {
    const { code, stdout, stderr } = await node.inside('bash', ['-c', line]);
    if (code !== 0) throw new Error(`${line}: ${stdout}${stderr}\n${await state()}`);
    return stdout;
  };
  const state = async () =>
    [
      (await node.tryKubectl(['-n', namespace, 'get', 'pods,jobs,pvc', '-o', 'wide'])).stdout,
      (await node.tryKubectl(['-n', namespace, 'get', 'events', '--sort-by=.lastTimestamp'])).stdout.slice(-4000),
    ].join('\n');

  test('is up with the lines that synth says, and answers from the edge to the last part', async () => {
    expect(next.map((line) => line.replace(out, 'OUT'))).toEqual([
      'kubectl create namespace small-town',
      'kubectl apply --server-side -f OUT/small-town/kubernetes',
      'kubectl --namespace small-town wait --for=condition=Available deployment --all --timeout=20m',
    ]);
    began = Date.now();
    for (const line of next) await shell(line);
    tell(`every program is available after ${seconds()}`);
    await shell(`kubectl -n ${namespace} wait --for=condition=Complete job --all --timeout=10m`);
    tell(`every job has ended after ${seconds()}`);
    const authority = await startEdge(node, 'small-town.localhost');
    outside = new Outside(node, { city: 'small-town', domain: 'small-town.localhost', tenant: 'parking', authority });
    client = await firstDay(node, 'small-town');
    await outside.chain(client, 'first');
    tell(`the probe chain is green after ${seconds()}`);
  }, 1_800_000);

  test('holds little memory, within the limits of a laptop', async () => {
    const { resident, workingSet, limits, byPod } = await memoryOf(node, namespace);
    tell(`${resident} MiB resident, ${workingSet} MiB working set, ${limits} MiB limits\n${byPod.join('\n')}`);
    expect(resident).toBeGreaterThan(500);
    expect(resident).toBeLessThan(most.resident);
    expect(limits).toBeLessThan(most.limits);
  });

  test('nothing restarted on the way up', async () => {
    const found = await node.kubectl([
      ...['-n', namespace, 'get', 'pods', '-o'],
      'jsonpath={range .items[*]}{.metadata.name}{" "}{.status.containerStatuses[*].restartCount}{"\\n"}{end}',
    ]);
    expect(found.split('\n').filter((line) => / [1-9]/.test(line))).toEqual([]);
  });
});

/** References of the images in artefacts. */
function imagesOf(file: string): string[] {
  const lines = execFileSync('sed', ['-n', 's/^ *image: //p', file], { encoding: 'utf8' });
  return [...new Set(lines.trim().split('\n'))];
}
