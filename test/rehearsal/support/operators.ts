import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { available } from './cluster';
import type { Node } from './node';

const kubernetes = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'citykit', 'kubernetes');

/** Brings what the operators are made of into the cache. */
export function operatorsAtHand(): void {
  execFileSync(join(__dirname, '..', 'operators', 'install.sh'), { stdio: ['ignore', 'inherit', 'inherit'] });
}

interface Manifest {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly template?: {
      readonly spec: { readonly containers: Container[]; readonly volumes: object[] };
    };
  };
}

interface Container {
  args: string[];
  imagePullPolicy?: string;
  volumeMounts: object[];
}

/**
 * What stands on the cluster of a larger city before it comes: metrics-server, the CloudNativePG operator with its Barman Cloud
 * plugin, by the manifests of their projects, and the kinds of the operators that do not run here.
 */
export async function installOperators(node: Node): Promise<void> {
  const kinds = (operator: string) => {
    const folder = join(kubernetes, 'crds', operator);
    return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  };
  const metrics = await node.kubectl(['kustomize', join(kubernetes, 'manifests', 'metrics-server')]);
  await apply(node, [...kinds('strimzi'), ...kinds('prometheus-operator')].join('\n---\n'));
  await apply(node, stringifyAll(manifestsOf(metrics).map(knowsTheAuthority)));
  await apply(node, stringifyAll(manifestsOf(file('cnpg.yaml')).map(fromHere)));
  const certificates = [
    selfSigned('barman-cloud-server-tls', 'barman-cloud'),
    selfSigned('barman-cloud-client-tls', 'barman-cloud-client'),
  ];
  const plugin = manifestsOf(file('barman.yaml')).filter(
    ({ apiVersion }) => !apiVersion.startsWith('cert-manager.io/'),
  );
  await apply(node, stringifyAll([...certificates, ...plugin]));
  await available(node, 'kube-system', 'metrics-server');
  await available(node, 'cnpg-system', 'barman-cloud');
  await available(node, 'cnpg-system', 'cnpg-controller-manager');
}

const file = (name: string) => readFileSync(join(kubernetes, 'manifests', name), 'utf8');
const apply = (node: Node, objects: string) =>
  node.kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], objects);
const manifestsOf = (text: string) =>
  parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((one) => one !== null);
const stringifyAll = (objects: readonly object[]) => objects.map((object) => stringify(object)).join('---\n');

/** The kubelet's certificate is the cluster's own. */
function knowsTheAuthority(manifest: Manifest): Manifest {
  const pod = manifest.spec?.template?.spec;
  for (const container of pod?.containers ?? []) {
    container.args.push('--kubelet-certificate-authority=/authority/ca.crt');
    container.volumeMounts.push({ name: 'authority', mountPath: '/authority' });
  }
  pod?.volumes.push({ name: 'authority', configMap: { name: 'kube-root-ca.crt' } });
  return manifest;
}

/** No registry is asked. */
function fromHere(manifest: Manifest): Manifest {
  for (const container of manifest.spec?.template?.spec?.containers ?? []) delete container.imagePullPolicy;
  return manifest;
}

/** What cert-manager's self-signing issuer would make. */
function selfSigned(name: string, host: string): object {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-tls-'));
  const [key, certificate] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'];
  const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  execFileSync('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const stringData = { 'tls.crt': readFileSync(certificate, 'utf8'), 'tls.key': readFileSync(key, 'utf8') };
  rmSync(folder, { recursive: true });
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { name, namespace: 'cnpg-system' },
    stringData,
  };
}
