import { checkBudget, podRequests } from '../../../charts/gates/budget';
import { autoscaler, cronJob, deployment, job, type Loose } from './good-platform';

function workload(spec: Loose): Loose {
  const object = deployment();
  Object.assign(object.spec.template.spec, spec);
  return object;
}

function container(memory: string, cpu = '100m', more: object = {}): Loose {
  return { name: 'c', image: 'a:1', resources: { requests: { memory, cpu } }, ...more };
}

test('replicas multiply what a pod requests', () => {
  expect(podRequests([deployment()])).toEqual({
    memoryMi: 1024,
    cpuMillis: 500,
    byObject: { 'Deployment izmir-broker': { memoryMi: 1024, cpuMillis: 500, pods: 2 } },
  });
});

test('an autoscaled workload counts by its least replicas', () => {
  const scaled = deployment();
  delete scaled.spec.replicas;
  const scaler = autoscaler();
  scaler.spec.minReplicas = 3;
  expect(podRequests([scaled, scaler]).byObject['Deployment izmir-broker']?.pods).toBe(3);
});

test('a workload that says nothing of replicas has one', () => {
  const single = deployment();
  delete single.spec.replicas;
  expect(podRequests([single]).memoryMi).toBe(512);
});

test.each<[string, Loose, number, number]>([
  ['containers add up', { containers: [container('100Mi'), container('200Mi')] }, 300, 200],
  [
    'a greedy init container counts alone',
    { initContainers: [container('900Mi', '50m')], containers: [container('100Mi')] },
    900,
    100,
  ],
  [
    'a modest init container does not count',
    { initContainers: [container('10Mi')], containers: [container('100Mi')] },
    100,
    100,
  ],
  [
    'init containers run one after the other',
    { initContainers: [container('300Mi'), container('400Mi')], containers: [container('100Mi')] },
    400,
    100,
  ],
  [
    'a sidecar counts beside the containers and beside the init containers after it',
    {
      initContainers: [container('64Mi', '10m', { restartPolicy: 'Always' }), container('300Mi')],
      containers: [container('100Mi')],
    },
    364,
    110,
  ],
  ['overhead is added', { overhead: { memory: '20Mi', cpu: '5m' }, containers: [container('100Mi')] }, 120, 105],
  [
    'a limit without a request counts as one',
    { containers: [{ name: 'c', image: 'a:1', resources: { limits: { memory: '1Gi', cpu: 1 } } }] },
    1024,
    1000,
  ],
  ['decimal and exponent quantities count', { containers: [container('1048576'), container('1e6', '0.1')] }, 2, 200],
])('%s', (_, spec, memoryMi, cpuMillis) => {
  const object = workload(spec);
  object.spec.replicas = 1;
  expect(podRequests([object])).toMatchObject({ memoryMi, cpuMillis });
});

test('jobs and cron jobs count as one run', () => {
  expect(podRequests([job(), cronJob()]).byObject).toEqual({
    'Job izmir-database': { memoryMi: 512, cpuMillis: 250, pods: 1 },
    'CronJob izmir-publisher': { memoryMi: 512, cpuMillis: 250, pods: 1 },
  });
});

test('database clusters and Kafka node pools count by their instances', () => {
  const resources = { requests: { memory: '2Gi', cpu: '500m' } };
  const database = { kind: 'Cluster', metadata: { name: 'izmir' }, spec: { instances: 3, resources } };
  const pool = { kind: 'KafkaNodePool', metadata: { name: 'izmir' }, spec: { replicas: 2, resources } };
  expect(podRequests([database, pool])).toMatchObject({ memoryMi: 5 * 2048, cpuMillis: 2500 });
});

test('what runs no pods requests nothing', () => {
  expect(podRequests([{ kind: 'Service', metadata: { name: 'x' } }])).toEqual({
    memoryMi: 0,
    cpuMillis: 0,
    byObject: {},
  });
});

test('a platform within its budget has no findings', () => {
  expect(checkBudget([deployment()], { memoryMi: 1024 })).toEqual([]);
});

test('a platform above its budget names who takes most', () => {
  expect(checkBudget([deployment(), job()], { memoryMi: 1023 })).toEqual([
    {
      gate: 'budget',
      rule: 'memory',
      object: 'Deployment izmir-broker',
      path: '',
      value: 1536,
      message:
        'The pods request 1536 Mi of memory, and the profile gives 1023 Mi. ' +
        'Most take: Deployment izmir-broker 1024 Mi, Job izmir-database 512 Mi',
      fix: 'Choose a larger profile, or give the components smaller sizes.',
    },
  ]);
});
