import { checkConsistency } from '../../../charts/gates/consistency/consistency-gate';
import { autoscaler, cronJob, deployment, goodPlatform, job, type Loose } from './good-platform';

const CONTAINER = 'spec.template.spec.containers[0]';

function found(spoil: (deployment: Loose, platform: Loose[]) => void): string[] {
  const platform = goodPlatform();
  spoil(
    platform.find(({ kind }) => kind === 'Deployment'),
    platform,
  );
  return checkConsistency(platform).map(({ rule, object, path }) => `${object}: ${rule} ${path}`);
}

test.each<[string, (deployment: Loose, platform: Loose[]) => void, string]>([
  [
    'a selector that misses the pods of its template',
    (d) => (d.spec.selector.matchLabels['app.kubernetes.io/name'] = 'other'),
    'Deployment izmir-broker: selector-matches-template spec.selector',
  ],
  [
    'a mount of no volume',
    (d) => d.spec.template.spec.volumes.pop(),
    `Deployment izmir-broker: mounted-volume ${CONTAINER}.volumeMounts[1].name`,
  ],
  [
    'two containers of one name',
    (d) => d.spec.template.spec.containers.push(deployment().spec.template.spec.containers[0]),
    'Deployment izmir-broker: container-name spec.template.spec.containers[1].name',
  ],
  [
    'a volume of a ConfigMap that is not there',
    (d) => (d.spec.template.spec.volumes[0].configMap.name = 'gone'),
    'Deployment izmir-broker: referenced-object spec.template.spec.volumes[0].configMap.name',
  ],
  [
    'a variable of a ConfigMap that is not there',
    (d) =>
      d.spec.template.spec.containers[0].env.push({
        name: 'A',
        valueFrom: { configMapKeyRef: { name: 'gone', key: 'a' } },
      }),
    `Deployment izmir-broker: referenced-object ${CONTAINER}.env[2].valueFrom.configMapKeyRef.name`,
  ],
  [
    'a claim that is not there',
    (d) => (d.spec.template.spec.volumes[1] = { name: 'tmp', persistentVolumeClaim: { claimName: 'gone' } }),
    'Deployment izmir-broker: referenced-object spec.template.spec.volumes[1].persistentVolumeClaim.claimName',
  ],
  [
    'a service account that is not there',
    (d) => (d.spec.template.spec.serviceAccountName = 'gone'),
    'Deployment izmir-broker: referenced-object spec.template.spec.serviceAccountName',
  ],
  [
    'a Service that selects nothing',
    (_, all) => (all.find(({ kind }) => kind === 'Service').spec.selector['app.kubernetes.io/name'] = 'other'),
    'Service izmir-broker: service-target spec.selector',
  ],
  [
    'a Service port by a name no container has',
    (_, all) => (all.find(({ kind }) => kind === 'Service').spec.ports[0].targetPort = 'web'),
    'Service izmir-broker: service-target spec.ports[0].targetPort',
  ],
  [
    'a Service port by a number no container opens',
    (_, all) => delete all.find(({ kind }) => kind === 'Service').spec.ports[0].targetPort,
    'Service izmir-broker: service-target spec.ports[0].targetPort',
  ],
  [
    'an autoscaler of nothing',
    (_, all) =>
      all.push({
        ...autoscaler(),
        spec: { ...autoscaler().spec, scaleTargetRef: { kind: 'Deployment', name: 'gone' } },
      }),
    'HorizontalPodAutoscaler izmir-broker: scale-target spec.scaleTargetRef',
  ],
  [
    'an autoscaler whose target sets replicas too',
    (_, all) => all.push(autoscaler()),
    'HorizontalPodAutoscaler izmir-broker: scale-target spec.scaleTargetRef',
  ],
  [
    'an empty selector',
    (d) => (d.spec.selector = { matchLabels: {} }),
    'Deployment izmir-broker: selector-matches-template spec.selector',
  ],
  [
    'a Service without ports',
    (_, all) => delete all.find(({ kind }) => kind === 'Service').spec.ports,
    'Service izmir-broker: service-target spec.ports',
  ],
  [
    'a probe of a port its container does not name',
    (d) => (d.spec.template.spec.containers[0].livenessProbe.httpGet.port = 'web'),
    `Deployment izmir-broker: probe-port ${CONTAINER}.livenessProbe.httpGet.port`,
  ],
  [
    'a job that would be restarted for ever',
    (_, all) => {
      const endless = job();
      delete endless.spec.template.spec.restartPolicy;
      all.push(endless);
    },
    'Job izmir-database: restart-policy spec.template.spec.restartPolicy',
  ],
  [
    'a deployment whose pods would not be restarted',
    (d) => (d.spec.template.spec.restartPolicy = 'Never'),
    'Deployment izmir-broker: restart-policy spec.template.spec.restartPolicy',
  ],
  ['an object twice', (_, all) => all.push(deployment()), 'Deployment izmir-broker: duplicate-object metadata.name'],
])('%s is found', (_, spoil, expected) => {
  expect(found(spoil)).toEqual([expected]);
});

test.each<[string, (deployment: Loose, platform: Loose[]) => void]>([
  ['a good platform', () => undefined],
  ['jobs and cron jobs', (_, all) => all.push(job(), cronJob())],
  [
    'an optional ConfigMap that is not there',
    (d) => (d.spec.template.spec.volumes[0].configMap = { name: 'gone', optional: true }),
  ],
  [
    'a secret, which is made in the cluster',
    (d) => (d.spec.template.spec.volumes[0] = { name: 'settings', secret: { secretName: 'izmir-keys' } }),
  ],
  [
    "a Service for an operator's pods",
    (_, all) => (all.find(({ kind }) => kind === 'Service').spec.selector = { 'cnpg.io/cluster': 'izmir' }),
  ],
  [
    'a headless Service without ports',
    (_, all) => (all.find(({ kind }) => kind === 'Service').spec = { clusterIP: 'None', selector: { app: 'x' } }),
  ],
  [
    'a StatefulSet that mounts its claim',
    (d) => {
      d.kind = 'StatefulSet';
      d.spec.template.spec.volumes.pop();
      d.spec.volumeClaimTemplates = [{ metadata: { name: 'tmp' } }];
    },
  ],
  [
    'the same name in another namespace',
    (_, all) =>
      all.push({
        ...goodPlatform().find(({ kind }) => kind === 'ConfigMap'),
        metadata: { name: 'izmir-broker', namespace: 'ankara' },
      }),
  ],
])('%s agrees with itself', (_, change) => {
  expect(found(change)).toEqual([]);
});
