import { App, Chart } from 'cdk8s';
import { renderToKubernetes } from '../../charts/render-to-kubernetes';
import { images } from '../../constructs/waist/images';
import { Job } from '../../constructs/waist/primitives';
import { Cpu, Size } from '../../constructs/waist/units';
import { type Cluster, startKubernetes } from './support/kubernetes';
import { describePart } from './support/skip';
import { until } from './support/wait';

/** The objects of one job, which gives up after so many seconds. */
function objects(namespace: string, { rerun, seconds }: { readonly rerun: number; readonly seconds?: number }) {
  const chart = new Chart(new App(), 'city', { namespace, disableResourceNameHashes: true });
  new Job(chart, 'Import', {
    image: images.node,
    size: { cpu: Cpu.millis(10), memory: Size.mebibytes(32) },
    command: ['node', '--version'],
  });
  renderToKubernetes(chart, { namespace, rerun });
  const rendered = chart.toJson();
  const job = rendered.find(({ kind }) => kind === 'Job');
  if (seconds !== undefined) job.spec.activeDeadlineSeconds = seconds;
  return { yaml: rendered.map((object) => JSON.stringify(object)).join('\n---\n'), name: job.metadata.name as string };
}

// No node: the pods wait for ever, as those of a cluster whose operator is missing do.
describePart(['kubernetes'], 'a job that has failed for good', () => {
  let cluster: Cluster;
  let namespace: string;

  beforeAll(async () => {
    cluster = await startKubernetes();
    namespace = await cluster.namespace();
  });
  afterAll(() => cluster?.stop());

  const conditions = async (name: string): Promise<{ type: string; reason?: string }[]> =>
    JSON.parse(await cluster.kubectl('get', 'job', name, '-n', namespace, '-o', 'json')).status.conditions ?? [];

  test('stays so when the same is applied again, and runs as a new one when `rerun` is raised', async () => {
    const first = objects(namespace, { rerun: 0, seconds: 1 });
    expect((await cluster.apply(first.yaml)).code).toBe(0);
    await until('its deadline passes', async () =>
      (await conditions(first.name)).some(({ type }) => type === 'Failed'),
    );
    expect(await conditions(first.name)).toContainEqual(expect.objectContaining({ reason: 'DeadlineExceeded' }));

    expect(await cluster.apply(first.yaml)).toMatchObject({ code: 0, stderr: '' });
    expect(await conditions(first.name)).toContainEqual(expect.objectContaining({ type: 'Failed', status: 'True' }));

    const second = objects(namespace, { rerun: 1 });
    expect(second.name).not.toBe(first.name);
    expect(await cluster.apply(second.yaml)).toMatchObject({ code: 0, stderr: '' });
    const active = async () =>
      (await cluster.kubectl('get', 'job', second.name, '-n', namespace, '-o', 'jsonpath={.status.active}')) === '1';
    await until('the new one runs', active);
    expect(await conditions(second.name)).toEqual([]);
  });
});
