import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from '../../cluster/platforms';
import type { ApiServer } from './api-server';

/** The annotation by which a program says that Pulumi shall not wait for an object. */
const skip = 'pulumi.com/skipAwait';

type Check = (object: KubernetesObject, server: ApiServer) => boolean | Promise<boolean>;

/** What Pulumi's Kubernetes provider waits for, by kind; everything else is ready once it is there. */
const checks: Readonly<Record<string, Check>> = {
  'apps/v1/Deployment': ({ spec, status }) =>
    condition(status, 'Available') &&
    status.updatedReplicas === spec.replicas &&
    status.availableReplicas === spec.replicas,
  'apps/v1/StatefulSet': ({ spec, status }) =>
    status?.readyReplicas === spec.replicas && status.updatedReplicas === spec.replicas,
  'batch/v1/Job': ({ status }) => {
    if (condition(status, 'Failed')) throw new Error('the Job failed');
    return condition(status, 'Complete');
  },
  'v1/PersistentVolumeClaim': ({ status }) => status?.phase === 'Bound',
  'v1/Service': async ({ metadata, spec, status }, server) => {
    if (spec.type === 'LoadBalancer' && !addressed(status)) return false;
    if (spec.selector === undefined || spec.clusterIP === 'None') return true;
    const slices = await server.labelled(
      `/apis/discovery.k8s.io/v1/namespaces/${metadata.namespace}/endpointslices`,
      `kubernetes.io/service-name=${metadata.name}`,
    );
    const endpoints: { conditions: { ready?: boolean } }[] = slices.flatMap((slice) => slice.endpoints ?? []);
    return endpoints.every(({ conditions }) => conditions.ready);
  },
  'networking.k8s.io/v1/Ingress': ({ status }) => addressed(status),
};

/** For how long, in milliseconds, a kind has to be ready: pods come and go behind a Service. Pulumi's provider takes 10 s. */
const settles: Readonly<Record<string, number>> = { 'v1/Service': 2000 };

/**
 * Waits until what was applied is at work.
 *
 * @returns the object as it is then
 * @throws Error when it failed, has gone or is not ready in time
 */
export async function ready(server: ApiServer, applied: KubernetesObject, seconds: number): Promise<KubernetesObject> {
  const type = `${applied.apiVersion}/${applied.kind}`;
  const check = checks[type];
  if (check === undefined || applied.metadata.annotations?.[skip] === 'true') return applied;
  const end = Date.now() + seconds * 1000;
  let since = Date.now();
  for (;;) {
    const live = await server.find(applied);
    if (live === undefined) throw new Error('it was deleted meanwhile');
    if (!observed(live) || !(await check(live, server))) since = Number.POSITIVE_INFINITY;
    else if (since > Date.now()) since = Date.now();
    if (Date.now() - since >= (settles[type] ?? 0)) return live;
    if (Date.now() > end) throw new Error(`not ready within ${seconds} s: ${JSON.stringify(live.status)}`);
    await sleep(250);
  }
}

/** Whether its controller has seen the newest version of it. */
function observed({ metadata, status }: KubernetesObject): boolean {
  const { generation } = metadata as { generation?: number };
  return status?.observedGeneration === undefined || status.observedGeneration === generation;
}

function condition(status: KubernetesObject['status'], type: string): boolean {
  return status?.conditions?.some(
    (one: { type: string; status: string }) => one.type === type && one.status === 'True',
  );
}

function addressed(status: KubernetesObject['status']): boolean {
  return status?.loadBalancer?.ingress !== undefined;
}
