import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fencesOf } from '../package/support/fences';
import { describePart } from '../real/support/skip';
import { until } from '../real/support/wait';
import { prepareCluster } from './support/cluster';
import { imagesAtHand } from './support/images';
import { memoryOf } from './support/memory';
import { Node } from './support/node';
import { parts } from './support/parts';
import { type Artefacts, smallTown, stopwatch, synth, Town } from './support/town';

const { city } = smallTown;

/** What the running parts may hold in memory, in MiB. */
const most = { resident: 3500, limits: 6144 };

describePart(parts, 'A small town on a real node', () => {
  let out: string;
  let artefacts: Artefacts;
  let node: Node;
  let town: Town;

  beforeAll(async () => {
    out = mkdtempSync(join(tmpdir(), 'citykit-rehearsal-'));
    artefacts = synth('.', out);
    const making = stopwatch();
    const images = await imagesAtHand(artefacts.images);
    making('images at hand');
    const starting = stopwatch();
    node = await Node.start(images);
    await prepareCluster(node);
    starting('a node with DNS is ready');
    town = new Town(node);
  });
  afterAll(async () => {
    await node?.stop();
    rmSync(out, { recursive: true });
  });

  const apply = () => town.shell(artefacts.next[1] ?? '');

  describe('smoke', () => {
    test('it is up with the lines that synth says, and answers from the edge to the last part', async () => {
      expect(artefacts.next.map((line) => line.replace(out, 'OUT'))).toEqual([
        'kubectl create namespace small-town',
        'kubectl apply --server-side -f OUT/small-town/kubernetes',
        'kubectl --namespace small-town wait --for=condition=Available deployment --selector app.kubernetes.io/part-of=small-town --timeout=20m',
      ]);
      const coming = stopwatch();
      const said: string[] = [];
      for (const line of artefacts.next) said.push(await town.shell(`${line} 2>&1`));
      expect(said.join('').match(/^Warning.*$/gm)).toBeNull();
      coming('every program is available');
      await town.worked();
      coming('every job has ended');
      await town.open();
      await town.chain('first');
      coming('the probe chain is green');
    });

    test('nothing restarted on the way up', async () => {
      const restarts = '{range .items[*]}{.metadata.name}{" "}{.status.containerStatuses[*].restartCount}{"\\n"}{end}';
      const found = await node.kubectl(['-n', city, 'get', 'pods', '-o', `jsonpath=${restarts}`]);
      const restarted = found.split('\n').flatMap((line) => / [1-9]/.exec(line)?.input.split(' ')[0] ?? []);
      // With what became of the one before, since the node is gone afterwards.
      const told = restarted.map(async (pod) => {
        const last = '{.status.containerStatuses[*].lastState.terminated}';
        const ended = await node.kubectl(['-n', city, 'get', 'pod', pod, '-o', `jsonpath=${last}`]);
        const log = await node.kubectl(['-n', city, 'logs', pod, '--previous', '--tail=40']).catch(String);
        return `${pod}: ${ended}\n${log}`;
      });
      expect(await Promise.all(told)).toEqual([]);
    });

    test('it holds little memory, within the limits of a laptop', async () => {
      const { resident, workingSet, limits, byPod } = await memoryOf(node, city);
      const sums = `${resident} MiB resident, ${workingSet} MiB working set, ${limits} MiB limits`;
      process.stderr.write(`${sums}\n${byPod.join('\n')}\n`);
      expect(resident).toBeGreaterThan(500);
      expect(resident).toBeLessThan(most.resident);
      expect(limits).toBeLessThan(most.limits);
    });

    test('policies are enforced: who holds a reference connects, and nobody else', async () => {
      expect({
        registryToDatabase: await town.reaches('models-registry', 'small-town-database', 5432),
        siteToDatabase: await town.reaches('models-site', 'small-town-database', 5432),
        gatewayToDatabase: await town.reaches('gateway', 'small-town-database', 5432),
        gatewayToBroker: await town.reaches('gateway', 'small-town-broker', 9090),
        portalToBroker: await town.reaches('portal', 'small-town-broker', 9090),
        brokerToCluster: await town.reaches('broker', 'kubernetes.default', 443),
      }).toEqual({
        registryToDatabase: true,
        siteToDatabase: false,
        gatewayToDatabase: false,
        gatewayToBroker: true,
        portalToBroker: false,
        brokerToCluster: false,
      });
    });
  });

  describe('days after', () => {
    test('what is applied again changes nothing and restarts nothing', async () => {
      const before = await fingerprint();
      await apply();
      await sleep(10_000);
      expect(await fingerprint()).toEqual(before);
    });

    test('a pod of each kind that is killed comes back, and the chain is green again', async () => {
      for (const name of await town.names('deployments,statefulsets')) {
        const coming = stopwatch();
        const pod = `--selector app.kubernetes.io/instance=${name}`;
        await town.shell(`kubectl -n ${city} delete pod ${pod} --grace-period=0 --force`);
        await town.settled();
        coming(`${name} is back`);
        await town.chain(`killed-${name}`);
        coming(`the probe chain without ${name} is green`);
      }
    });

    test('a job on a schedule does its work, run by hand', async () => {
      for (const name of await town.names('cronjobs')) {
        await town.shell(`kubectl -n ${city} create job by-hand-${name} --from=cronjob/${name}`);
        await town.shell(`kubectl -n ${city} wait --for=condition=Complete job/by-hand-${name} --timeout=5m`);
        await town.shell(`kubectl -n ${city} delete job by-hand-${name}`);
      }
    });

    test('a drained node comes back with everything', async () => {
      const leaving = stopwatch();
      await town.shell('kubectl drain rehearsal --ignore-daemonsets --delete-emptydir-data --timeout=5m');
      leaving('the node is drained');
      const coming = stopwatch();
      await town.shell('kubectl uncordon rehearsal');
      await town.settled();
      coming('every program is available');
      await town.chain('drained');
      coming('the probe chain is green');
    });

    test('taken away as the guide says, the data stay, and the same artefacts bring all of it back', async () => {
      const kept = async () => ({
        claims: await town.names('persistentvolumeclaims'),
        secrets: await town.names('secrets'),
        policies: (await town.names('networkpolicies')).filter((name) => name.endsWith('-default-deny')),
      });
      const before = await kept();
      const [guide = ''] = fencesOf(join(__dirname, '../../docs/guide/kubernetes.md'))
        .map(({ code }) => code.trim())
        .filter((code) => code.startsWith('kubectl delete'));
      await town.shell(guide.replace('out/izmir/kubernetes/', artefacts.folder));
      await until('every pod has ended', async () => (await town.names('pods')).length === 0);
      const left = await town.names('deployments,statefulsets,jobs,cronjobs,services,ingresses,configmaps');
      expect(left).toEqual(['kube-root-ca.crt']);
      expect(before.claims).toHaveLength(3);
      expect(await kept()).toEqual(before);
      const coming = stopwatch();
      await apply();
      await town.settled();
      coming('every program is available');
      await town.chain('back');
      expect((await town.entity('first')).status).toBe(200);
      coming('the probe chain is green');
    });

    /** What a change or a restart would change: generations, and which pods there are since when. */
    async function fingerprint(): Promise<Record<string, string>> {
      const told = ['configmaps', 'serviceaccounts', 'services', 'networkpolicies', 'ingresses', 'roles'];
      const kinds = [...told, 'deployments', 'statefulsets', 'jobs', 'cronjobs', 'pods'].join();
      const { items } = JSON.parse(await node.kubectl(['-n', city, 'get', kinds, '-o', 'json'])) as {
        items: {
          kind: string;
          metadata: { name: string; uid: string; generation?: number; resourceVersion: string };
        }[];
      };
      // Of the others the status changes by itself.
      const still = (kind: string) => told.some((one) => one.startsWith(kind.toLowerCase().replace(/y$|s$/, '')));
      return Object.fromEntries(
        items.map(({ kind, metadata: { name, uid, generation, resourceVersion } }) => [
          `${kind} ${name}`,
          `${uid} ${generation ?? 0} ${still(kind) ? resourceVersion : ''}`,
        ]),
      );
    }
  });
});
