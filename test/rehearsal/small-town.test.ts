import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fencesOf } from '../package/support/fences';
import { describePart } from '../real/support/skip';
import { until } from '../real/support/wait';
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

  describe('smoke', () => {
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

  describe('days after', () => {
    const chain = (id: string) => outside.chain(client, id);
    const settled = async () => {
      await shell(`kubectl -n ${namespace} rollout status statefulset --timeout=10m`);
      await shell(`kubectl -n ${namespace} wait --for=condition=Available deployment --all --timeout=10m`);
    };

    test('policies are enforced: who holds a reference connects, and nobody else', async () => {
      const reaches = async (from: string, host: string, port: number) => {
        const connect = `timeout 5 bash -c 'exec 3<>/dev/tcp/${host}/${port}'`;
        const pod = ['-n', namespace, 'exec', `deployment/${namespace}-${from}`, '-c', 'main', '--'];
        return (await node.tryKubectl([...pod, 'bash', '-c', connect])).code === 0;
      };
      expect({
        registryToDatabase: await reaches('models-registry', 'small-town-database', 5432),
        siteToDatabase: await reaches('models-site', 'small-town-database', 5432),
        gatewayToDatabase: await reaches('gateway', 'small-town-database', 5432),
        gatewayToBroker: await reaches('gateway', 'small-town-broker', 9090),
        portalToBroker: await reaches('portal', 'small-town-broker', 9090),
        brokerToCluster: await reaches('broker', 'kubernetes.default', 443),
      }).toEqual({
        registryToDatabase: true,
        siteToDatabase: false,
        gatewayToDatabase: false,
        gatewayToBroker: true,
        portalToBroker: false,
        brokerToCluster: false,
      });
    });

    test('what is applied again changes nothing and restarts nothing', async () => {
      const before = await fingerprint();
      await shell(next[1] ?? '');
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      expect(await fingerprint()).toEqual(before);
    });

    test('a pod of each kind that is killed comes back, and the chain is green again', async () => {
      const kinds = (await node.kubectl(['-n', namespace, 'get', 'deployments,statefulsets', '-o', 'name'])).trim();
      const slow: string[] = [];
      for (const kind of kinds.split('\n')) {
        const instance = kind.slice(kind.indexOf('/') + 1);
        began = Date.now();
        await shell(
          `kubectl -n ${namespace} delete pod --selector app.kubernetes.io/instance=${instance} --grace-period=0 --force`,
        );
        await settled();
        const up = seconds();
        await chain(`killed-${instance}`);
        slow.push(`  ${instance}: available after ${up}, the chain green after ${seconds()}`);
      }
      tell(`killed\n${slow.join('\n')}`);
    }, 3_600_000);

    test('a drained node comes back with everything', async () => {
      began = Date.now();
      await shell('kubectl drain rehearsal --ignore-daemonsets --delete-emptydir-data --timeout=5m');
      tell(`drained after ${seconds()}`);
      began = Date.now();
      await shell('kubectl uncordon rehearsal');
      await settled();
      await chain('drained');
      tell(`the probe chain is green after ${seconds()}`);
    }, 1_800_000);

    test('taken away as the guide says, the data stay, and the same artefacts bring all of it back', async () => {
      const kept = async () => ({
        claims: await names('persistentvolumeclaims'),
        secrets: await names('secrets'),
        policies: (await names('networkpolicies')).filter((name) => name.endsWith('-default-deny')),
      });
      const before = await kept();
      const [guide] = fencesOf(join(__dirname, '../../docs/guide/kubernetes.md'))
        .map(({ code }) => code.trim())
        .filter((code) => code.startsWith('kubectl delete'));
      await shell((guide ?? '').replace('out/izmir/kubernetes/', join(out, namespace, 'kubernetes')));
      await until('every pod has ended', async () => (await names('pods')).length === 0, 180);
      expect(await names('deployments,statefulsets,jobs,cronjobs,services,ingresses,configmaps')).toEqual([
        'kube-root-ca.crt',
      ]);
      expect(before.claims).toHaveLength(3);
      expect(await kept()).toEqual(before);
      began = Date.now();
      await shell(next[1] ?? '');
      await settled();
      tell(`every program is available again after ${seconds()}`);
      await chain('back');
      expect((await outside.api(client, '/ngsi-ld/v1/entities/urn:ngsi-ld:OffStreetParking:first')).status).toBe(200);
      tell(`the probe chain is green after ${seconds()}`);
    }, 1_800_000);

    const names = async (kinds: string) => {
      const found = await node.kubectl(['-n', namespace, 'get', kinds, '-o', 'name']);
      return found
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((name) => name.slice(name.indexOf('/') + 1))
        .sort();
    };
    /** What a change or a restart would change: generations, and which pods there are since when. */
    const fingerprint = async () => {
      const kinds =
        'deployments,statefulsets,jobs,cronjobs,networkpolicies,ingresses,services,configmaps,serviceaccounts,pods';
      const { items } = JSON.parse(await node.kubectl(['-n', namespace, 'get', kinds, '-o', 'json'])) as {
        items: {
          kind: string;
          metadata: { name: string; uid: string; generation?: number; resourceVersion: string };
        }[];
      };
      const still = ['ConfigMap', 'ServiceAccount', 'Service', 'NetworkPolicy', 'Ingress'];
      return Object.fromEntries(
        items.map(({ kind, metadata: { name, uid, generation, resourceVersion } }) => [
          `${kind} ${name}`,
          `${uid} ${generation ?? 0} ${still.includes(kind) ? resourceVersion : ''}`,
        ]),
      );
    };
  });
});

/** References of the images in artefacts. */
function imagesOf(file: string): string[] {
  const lines = execFileSync('sed', ['-n', 's/^ *image: //p', file], { encoding: 'utf8' });
  return [...new Set(lines.trim().split('\n'))];
}
