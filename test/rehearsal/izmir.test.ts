import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { fencesOf } from '../package/support/fences';
import { describePart } from '../real/support/skip';
import { until } from '../real/support/wait';
import { edgeAddress, filled, prepareCluster } from './support/cluster';
import { imagesAtHand, operatorImages } from './support/images';
import { memoryOf } from './support/memory';
import { Node } from './support/node';
import { ObjectStore } from './support/object-store';
import { installOperators, operatorsAtHand } from './support/operators';
import { operatorParts, parts } from './support/parts';
import { type Artefacts, type Place, stopwatch, synth, Town } from './support/town';

const izmir: Place = { city: 'izmir', domain: 'izmir.example', edge: 'traefik' };
const spec = 'examples/izmir/city.yaml';
const guide = join(__dirname, '../../docs/guide/restore.md');

describePart([...parts, ...operatorParts], 'İzmir on a real node, with its operators', () => {
  const out = mkdtempSync(join(tmpdir(), 'citykit-rehearsal-'));
  const at = (name: string) => join(out, name);
  let artefacts: Artefacts;
  let images: string;
  let store: ObjectStore;
  let node: Node;
  let town: Town;

  beforeAll(async () => {
    artefacts = synth('.', out, izmir.city);
    const making = stopwatch();
    operatorsAtHand();
    images = await imagesAtHand([...artefacts.images, ...operatorImages]);
    making('images at hand');
    store = await ObjectStore.start('objects.izmir.example');
    await newCluster();
    await store.bucket('izmir-backups', node);
  });
  afterAll(async () => {
    await node?.stop();
    await store?.stop();
    rmSync(out, { recursive: true });
  });

  /** A cluster as the city needs it, with nothing of the city. */
  async function newCluster(): Promise<void> {
    const starting = stopwatch();
    node = await Node.start(images, { size: { processors: 32, gibibytes: 96 }, authority: store.authority });
    await store.reachedFrom(node);
    const [edge = ''] = edgeAddress.split(':');
    const names = ['api', 'data', 'id', 'iot', 'models'].map((name) => [`${name}.${izmir.domain}`, edge]);
    await prepareCluster(node, {
      hosts: { ...store.hosts, ...Object.fromEntries(names) },
      size: '2Ti',
      shared: 'shared',
    });
    await installOperators(node);
    town = new Town(node, izmir);
    starting('a node with its operators is ready');
  }

  /** What somebody brings besides the artefacts: the Secret of the object store, and Kafka where Strimzi would. */
  async function bring(): Promise<void> {
    const keys = '--from-literal=accessKeyId=izmir --from-literal=secretAccessKey=izmir';
    await town.shell(`kubectl -n izmir create secret generic object-store ${keys}`);
    const kafka = filled('kafka.yaml', { NAMESPACE: 'izmir', NAME: 'izmir-event-bus' });
    await node.kubectl(['apply', '--server-side', '-f', '-'], kafka);
  }

  /** Runs the lines of kubectl that synth says. */
  async function comeUp({ next }: Artefacts): Promise<void> {
    const [first = '', ...others] = next;
    await town.shell(first);
    await bring();
    for (const line of others) await town.shell(line);
    await town.worked();
  }

  /** The lines of a fence of the guide that hold these words. */
  function lines(words: string): string {
    const [fence] = fencesOf(guide).filter(({ code }) => code.includes(words));
    if (!fence) throw new Error(`the guide has no lines with ${words}`);
    return fence.code.trim();
  }

  describe('smoke', () => {
    test('it is up with the lines that synth says, and answers from the edge to the last part', async () => {
      const coming = stopwatch();
      await comeUp(artefacts);
      coming('every program is available and every job has ended');
      await town.open();
      await town.chain('first');
      coming('the probe chain is green');
      const { resident, workingSet, limits } = await memoryOf(node, izmir.city);
      process.stderr.write(`${resident} MiB resident, ${workingSet} MiB working set, ${limits} MiB limits\n`);
    });

    test('the operator has three servers, of which each holds what the others hold', async () => {
      const phase = '{.status.phase} {.status.readyInstances}';
      await until('the cluster is healthy', async () => {
        // Each server that joins waits for a checkpoint, which an idle primary draws out to five minutes.
        await primarySql('checkpoint');
        return (await status('cluster.postgresql.cnpg.io', phase)) === 'Cluster in healthy state 3';
      });
    });

    test('autoscalers know the load of what they scale', async () => {
      await until('they do', async () => (await conditions('ScalingActive')).every((one) => one === 'True'));
      expect(await conditions('AbleToScale')).toEqual(['True', 'True']);
      expect(await town.shell('kubectl -n izmir top pods')).toMatch(/^izmir-database-1 +\d+m +\d+Mi *$/m);
    });

    test('policies are enforced: who holds a reference reaches the database, and nobody else', async () => {
      expect({
        registryToDatabase: await town.reaches('models-registry', 'izmir-database-rw', 5432),
        siteToDatabase: await town.reaches('models-site', 'izmir-database-rw', 5432),
        gatewayToDatabase: await town.reaches('gateway', 'izmir-database-rw', 5432),
        brokerToKafka: await town.reaches('broker', 'izmir-event-bus-kafka-bootstrap', 9094),
        gatewayToKafka: await town.reaches('gateway', 'izmir-event-bus-kafka-bootstrap', 9094),
      }).toEqual({
        registryToDatabase: true,
        siteToDatabase: false,
        gatewayToDatabase: false,
        brokerToKafka: true,
        gatewayToKafka: false,
      });
    });
  });

  const status = async (kind: string, path: string) =>
    node.kubectl(['-n', izmir.city, 'get', kind, 'izmir-database', '-o', `jsonpath=${path}`]);
  async function conditions(type: string): Promise<string[]> {
    const path = `{range .items[*]}{.status.conditions[?(@.type=="${type}")].status}{"\\n"}{end}`;
    return (await node.kubectl(['-n', izmir.city, 'get', 'hpa', '-o', `jsonpath=${path}`])).trim().split('\n');
  }
  async function primarySql(statement: string): Promise<string> {
    const primary = await status('cluster.postgresql.cnpg.io', '{.status.currentPrimary}');
    return node.kubectl(['-n', izmir.city, 'exec', primary, '-c', 'postgres', '--', 'psql', '-qtAX', '-c', statement]);
  }

  test('a primary that is killed is followed by another server, and the chain is green again', async () => {
    const coming = stopwatch();
    const primary = await status('cluster.postgresql.cnpg.io', '{.status.currentPrimary}');
    await town.shell(`kubectl -n izmir delete pod ${primary} --grace-period=0 --force`);
    await until(
      'another is primary',
      async () => (await status('cluster.postgresql.cnpg.io', '{.status.currentPrimary}')) !== primary,
    );
    coming('another is primary');
    await town.chain('failed-over');
    expect((await town.entity('first')).status).toBe(200);
    coming('the probe chain is green');
  });

  describe('a cluster that is lost', () => {
    let then: string;

    test('has its backups in the object store, made by the artefacts themselves', async () => {
      const ended = '{range .items[*]}{.status.phase}{"\\n"}{end}';
      const phases = () =>
        node.kubectl(['-n', izmir.city, 'get', 'backup.postgresql.cnpg.io', '-o', `jsonpath=${ended}`]);
      // It waits for a checkpoint, which would come within five minutes.
      await primarySql('checkpoint');
      await until('the first base backup is complete', async () => (await phases()).trim() === 'completed');
      const put = `kubectl -n izmir exec deployment/izmir-portal -c main -- sh -c 'mkdir -p /var/lib/ckan/storage && echo kept > /var/lib/ckan/storage/kept'`;
      await town.shell(put);
      await town.shell(lines('create job files-1'));
      await town.shell('kubectl -n izmir wait --for=condition=Complete job/files-1 --timeout=10m');
      await town.write('wanted');
      const written = await clock('clock_timestamp()');
      // In whole seconds, of which the one that runs has the entity in it.
      then = await clock("date_trunc('second', clock_timestamp()) + interval '1 s'");
      expect(Date.parse(then)).toBeGreaterThan(Date.parse(written));
      await until(
        'that moment has passed',
        async () => (await primarySql(`select now() > '${then}'::timestamptz + interval '2 s'`)).trim() === 't',
      );
      await town.write('unwanted');
      const segment = (await primarySql('select pg_walfile_name(pg_switch_wal())')).trim();
      const archived = async () =>
        (await primarySql('select last_archived_wal from pg_stat_archiver')).trim() >= segment;
      await until('the log is archived', archived);
      await town.shell(lines('get secrets').replace(/\| age.*$/, `> ${at('secrets')}`));
    });

    test('comes back in an empty one by the lines of the guide, as it was at the moment that was named', async () => {
      const before = town;
      await node.stop();
      await newCluster();
      const coming = stopwatch();
      const restore = parse(lines('restore: {').replace(/until: "[^"]*"/, `until: "${then}"`));
      const { targets, ...other } = parse(readFileSync(spec, 'utf8'));
      const kubernetes = { ...targets.kubernetes, ...restore.targets.kubernetes };
      writeFileSync(
        at('city.yaml'),
        stringify({ ...other, rotation: restore.rotation, targets: { ...targets, kubernetes } }),
      );
      const again = synth('.', out, izmir.city, at('city.yaml'));
      const [namespace = '', ...others] = again.next;
      await town.shell(namespace);
      await town.shell(lines('kubectl create --filename').replace(/^age .* \|/, `cat ${at('secrets')} |`));
      await bring();
      for (const line of others) await town.shell(line);
      await town.worked();
      coming('every program is available and every job has ended');
      await town.reopen(before);
      await town.chain('restored');
      expect((await town.entity('wanted')).status).toBe(200);
      expect((await town.entity('unwanted')).status).toBe(404);
      coming('the probe chain is green');
      await town.shell(lines('create job files-2'));
      await until('the portal is back', async () => (await kept().catch(() => '')) === 'kept\n');
      coming('the files of the portal are back');
    });

    /** A moment of the primary's clock, in UTC and whole seconds where it is one. */
    const clock = async (moment: string) =>
      (await primarySql(`select to_char((${moment}) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`))
        .trim()
        .replace('.000Z', 'Z');
    const kept = () =>
      town.shell('kubectl -n izmir exec deployment/izmir-portal -c main -- cat /var/lib/ckan/storage/kept');
  });
});
