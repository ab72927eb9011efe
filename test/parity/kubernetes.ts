import { realmFacts, routeFacts } from './documents';
import { type Fact, isHelper, subjectOf } from './facts';

// biome-ignore lint/suspicious/noExplicitAny: these read arbitrary paths of plain JSON.
type Json = any;

const pathKey = 'citykit/path';
const runs: Readonly<Record<string, string>> = {
  Deployment: 'a service',
  StatefulSet: 'a service',
  Job: 'a job',
  CronJob: 'a job on a schedule',
  Cluster: 'a server',
  Kafka: 'a server',
  Ingress: 'an edge',
  Gateway: 'an edge',
  HTTPRoute: 'an edge',
};

/** What the objects for a Kubernetes cluster say. */
export function kubernetesFacts(objects: readonly Json[]): Fact[] {
  const subject = ({ metadata }: Json) => subjectOf(metadata.annotations?.[pathKey] ?? '');
  const bySelector = new Map<string, string>();
  for (const object of objects.filter(({ kind }) => kind in runs)) {
    const { name, labels } = object.metadata;
    bySelector.set(labels['app.kubernetes.io/instance'], subject(object));
    if (object.kind === 'Cluster' || object.kind === 'Kafka') bySelector.set(name, subject(object));
  }
  const texts = new Map<string, Json>(
    objects.filter(({ kind }) => kind === 'ConfigMap').map(({ metadata, data }) => [metadata.name, data ?? {}]),
  );
  return objects.flatMap((object): Fact[] => {
    const own = subject(object);
    const fact = (aspect: Fact['aspect'], value: string): Fact => ({ subject: own, aspect, value });
    if (object.kind === 'NetworkPolicy') {
      return reached(object.spec, bySelector).flatMap(({ to, port }) => [
        fact('reaches', to),
        fact('reaches-port', `${to}:${port}`),
      ]);
    }
    if (!(object.kind in runs)) return [];
    const pod = (object.spec.jobTemplate?.spec ?? object.spec).template?.spec;
    const found = [fact('component', own.split('/')[0]!), fact('runs', runs[object.kind]!)];
    return pod ? [...found, ...programFacts(own, pod, texts)] : found;
  });
}

function programFacts(subject: string, pod: Json, texts: ReadonlyMap<string, Json>): Fact[] {
  const [main] = pod.containers;
  const fact = (aspect: Fact['aspect'], value: string): Fact => ({ subject, aspect, value });
  const files = filesOf(pod, main, texts);
  return [
    fact('image', main.image),
    ...(main.ports ?? []).map(({ containerPort }: Json) => fact('port', String(containerPort))),
    ...(main.env ?? []).map(({ name }: Json) => fact('variable', name)),
    ...[...files.keys()].map((path) => fact('file', path)),
    ...(main.readinessProbe ? [fact('health', probed(main.readinessProbe))] : []),
    ...[...files].flatMap(([path, text]) =>
      path.endsWith('/envoy.json') ? routeFacts(text) : path.endsWith('/realm.json') ? realmFacts(text) : [],
    ),
  ].filter(({ aspect, value }) => aspect !== 'variable' || !isHelper(value));
}

function probed({ httpGet, tcpSocket, exec }: Json): string {
  if (httpGet) return `http ${httpGet.port} ${httpGet.path}`;
  return tcpSocket ? `tcp ${tcpSocket.port}` : exec ? 'a command' : 'nothing';
}

/** The files that a container finds, by their paths. */
function filesOf(pod: Json, main: Json, texts: ReadonlyMap<string, Json>): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, mountPath, subPath } of main.volumeMounts ?? []) {
    const volume = pod.volumes.find((one: Json) => one.name === name);
    const sources = volume?.projected?.sources ?? (volume?.configMap ? [{ configMap: volume.configMap }] : []);
    for (const { configMap } of sources) {
      const { name: map, items } = configMap ?? {};
      const data = texts.get(map) ?? {};
      for (const { key, path } of items ?? Object.keys(data).map((key) => ({ key, path: key }))) {
        const below = subPath ? (path === subPath ? '' : path.slice(subPath.length)) : `/${path}`;
        if (!subPath || path === subPath || path.startsWith(`${subPath}/`))
          found.set(mountPath + below, data[key] ?? '');
      }
    }
  }
  return found;
}

/** Whom the pods of a policy may talk to, in the platform alone. */
function reached({ egress = [] }: Json, bySelector: ReadonlyMap<string, string>): { to: string; port: number }[] {
  return egress.flatMap(({ to = [], ports = [] }: Json) =>
    to
      .map(
        ({ podSelector, namespaceSelector }: Json) =>
          !namespaceSelector && podSelector && selected(podSelector, bySelector),
      )
      .filter((name: string | undefined) => name)
      .flatMap((name: string) => ports.map(({ port }: Json) => ({ to: name, port }))),
  );
}

function selected({ matchLabels = {} }: Json, bySelector: ReadonlyMap<string, string>): string | undefined {
  const name =
    matchLabels['app.kubernetes.io/instance'] ?? matchLabels['cnpg.io/cluster'] ?? matchLabels['strimzi.io/cluster'];
  return bySelector.get(name);
}
