import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckId } from '../../constructs/waist/checks';
import { type Cluster, type ClusterObject, KubectlCluster } from '../../verify/cluster';
import type { Report } from '../../verify/report';
import { verifyPlatform } from '../../verify/verify-platform';
import { SmallPlatform, secrets } from './support/small-platform';

const metadata = { name: 'one' };
const hour = 3_600_000;

/** A pod as Pod Security `restricted` has it. */
function pod(change: object = {}, image = 'docker.io/envoyproxy/envoy:v1.40.0'): ClusterObject {
  const securityContext = {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    ...change,
  };
  return { kind: 'Pod', metadata, spec: { containers: [{ image, securityContext }] }, status: { phase: 'Running' } };
}

const deny: ClusterObject = {
  kind: 'NetworkPolicy',
  metadata: { name: 'default-deny' },
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
};
const backup = (age: number, phase = 'completed'): ClusterObject => ({
  kind: 'Backup',
  metadata,
  status: { phase, stoppedAt: new Date(Date.now() - age).toISOString() },
});

/** A cluster that is well, with some lists in place of its own. */
function cluster(change: Readonly<Record<string, readonly ClusterObject[]>> = {}, log?: string): Cluster {
  const lists: Readonly<Record<string, readonly ClusterObject[]>> = {
    networkpolicies: [deny],
    pods: [pod()],
    deployments: [{ kind: 'Deployment', metadata: { name: 'town-gateway' } }],
    'backups.postgresql.cnpg.io': [backup(3 * hour), backup(50 * hour)],
    ...change,
  };
  return {
    list: async (kind) => lists[kind] ?? [],
    namespace: async () => ({ kind: 'Namespace', metadata }),
    log: async () => log ?? 'a line\n{"requestId":"id-of-the-request","status":401}\n',
  };
}

let town: SmallPlatform;
beforeAll(async () => {
  town = await new SmallPlatform().start();
});
afterAll(() => town.stop());

async function looked(at: Cluster, only: CheckId): Promise<Report['results'][number]> {
  const { results } = await verifyPlatform(town.platform, {
    credentials: { id: 'verify', secret: secrets.client },
    via: town.url,
    cluster: at,
    only: [only],
    patience: 1200,
  });
  return results[0]!;
}

test.each(['6.6', '6.7', '6.8'] as const)('a cluster that is well passes %s, with what shows it', async (id) => {
  expect(await looked(cluster(), id)).toMatchObject({ status: 'pass', evidence: { request: expect.any(String) } });
});

const faults: readonly (readonly [string, CheckId, Cluster, string])[] = [
  ['no policy that denies', '6.6', cluster({ networkpolicies: [] }), 'No NetworkPolicy denies'],
  [
    'a policy that denies one way only',
    '6.6',
    cluster({ networkpolicies: [{ ...deny, spec: { podSelector: {}, policyTypes: ['Ingress'] } }] }),
    'No NetworkPolicy denies',
  ],
  ['a pod that may be root', '6.6', cluster({ pods: [pod({ runAsNonRoot: false })] }), 'Not restricted: one'],
  ['a pod that keeps rights', '6.6', cluster({ pods: [pod({ capabilities: {} })] }), 'Not restricted: one'],
  [
    'an image of no version',
    '6.6',
    cluster({ pods: [pod({}, 'docker.io/library/nginx')] }),
    'Images without a version',
  ],
  ['an image called latest', '6.6', cluster({ pods: [pod({}, 'x/nginx:latest')] }), 'Images without a version'],
  ['no pod', '6.6', cluster({ pods: [] }), 'No pod runs.'],
  ['a log without the request', '6.7', cluster({}, 'nothing'), 'the log does not have the request'],
  [
    'a log with a token',
    '6.7',
    cluster({}, `id-of-the-request eyJhbGciOiJSUzI1NiJ9.${'x'.repeat(9)}`),
    'The log holds a token.',
  ],
  ['no gateway', '6.7', cluster({ deployments: [] }), 'no deployment of the gateway'],
  [
    'an old backup',
    '6.8',
    cluster({ 'backups.postgresql.cnpg.io': [backup(80 * hour)] }),
    '80 hours old, more than 25',
  ],
  [
    'a backup that failed',
    '6.8',
    cluster({ 'backups.postgresql.cnpg.io': [backup(1, 'failed')] }),
    'No backup is complete.',
  ],
];

test.each(faults)('%s fails %s', async (_, id, at, says) => {
  expect(await looked(at, id)).toMatchObject({ status: 'fail', evidence: { says: expect.stringContaining(says) } });
});

test('kubectl is asked in the namespace, and what it says is the reason where it cannot', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-kubectl-'));
  const program = join(folder, 'kubectl');
  writeFileSync(
    program,
    '#!/bin/sh\n[ "$6" = secrets ] && { echo "Error: forbidden" >&2; exit 1; }\necho "{\\"items\\": [{\\"kind\\": \\"$*\\"}]}"\n',
  );
  chmodSync(program, 0o755);
  try {
    const asked = new KubectlCluster('town', 'prod', program);
    expect(await asked.list('pods')).toEqual([{ kind: '--context prod --namespace town get pods --output json' }]);
    await expect(asked.list('secrets')).rejects.toThrow('kubectl get secrets: Error: forbidden');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
