/**
 * Writes `charts/gates/schemas`: the API schemas that `citykit synth` checks Kubernetes manifests against.
 *
 * Run after changing a version in `tools/kubernetes-schemas/sources.ts`:
 *
 *     npx tsx tools/generate-kubernetes-schemas.ts
 *
 * Needs `go`, `mvn` and Java 21 or newer (`JAVA=/path/to/java` names one), which download from their registries.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Converter, type OpenApi } from './kubernetes-schemas/converter';
import { readGoEnums } from './kubernetes-schemas/go-enums';
import { NodeTable } from './kubernetes-schemas/node-table';
import { CRD_MODULES, goModule, KUBERNETES, STRIMZI, strimziDefinitions } from './kubernetes-schemas/sources';

const OUT = join(__dirname, '..', 'charts', 'gates', 'schemas');
const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** Built-in kinds, by the OpenAPI document that holds them. */
const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  // biome-ignore format: a list reads best short
  api__v1: [
    'ConfigMap', 'LimitRange', 'Namespace', 'PersistentVolumeClaim', 'Pod', 'ResourceQuota', 'Secret', 'Service',
    'ServiceAccount',
  ],
  'apis__admissionregistration.k8s.io__v1': ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
  apis__apps__v1: ['DaemonSet', 'Deployment', 'StatefulSet'],
  apis__autoscaling__v2: ['HorizontalPodAutoscaler'],
  apis__batch__v1: ['CronJob', 'Job'],
  'apis__networking.k8s.io__v1': ['Ingress', 'NetworkPolicy'],
  apis__policy__v1: ['PodDisruptionBudget'],
  'apis__rbac.authorization.k8s.io__v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
};
const ENUM_PACKAGES = [
  'admissionregistration/v1',
  'apps/v1',
  'autoscaling/v2',
  'batch/v1',
  'core/v1',
  'networking/v1',
  'policy/v1',
];
const CLUSTER_SCOPED = [
  'ClusterRole',
  'ClusterRoleBinding',
  'Namespace',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
];

interface Kind {
  readonly schema: number;
  readonly namespaced: boolean;
}

const index: Record<string, string> = {};
const notices: string[] = [];

function write(file: string, origin: string, kinds: Readonly<Record<string, Kind>>, table: NodeTable): void {
  const sorted = Object.fromEntries(Object.entries(kinds).sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = `{"origin":${JSON.stringify(origin)},\n"kinds":${JSON.stringify(sorted)},\n"nodes":[\n${table}\n]}\n`;
  writeFileSync(join(OUT, `${file}.json`), text);
  for (const kind of Object.keys(sorted)) {
    index[kind] = file;
  }
  notices.push(`${file}.json: derived from ${origin}, Apache-2.0.`);
  process.stdout.write(`${file}.json ${text.length} bytes, ${table.size} nodes\n`);
}

// A manifest's `status` belongs to the cluster, so leaving it out of the schema makes it an unknown field.
function withoutStatus(schema: OpenApi): OpenApi {
  const { status: _, ...properties } = schema.properties ?? {};
  return { ...schema, properties };
}

function builtIn(): Record<string, OpenApi> {
  const api = join(goModule(KUBERNETES.module, `v${KUBERNETES.version}`), 'api', 'openapi-spec', 'v3');
  const types = goModule(KUBERNETES.api, `v0.${KUBERNETES.version.replace(/^1\./, '')}`);
  const enums = new Map(ENUM_PACKAGES.flatMap((path) => [...readGoEnums(join(types, path, 'types.go'))]));
  const definitions: Record<string, OpenApi> = {};
  for (const document of Object.keys(BUILT_IN)) {
    const { components } = JSON.parse(readFileSync(join(api, `${document}_openapi.json`), 'utf8'));
    Object.assign(definitions, components.schemas);
  }
  const table = new NodeTable();
  const converter = new Converter(table, definitions, enums);
  const kinds: Record<string, Kind> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    for (const { group, version, kind } of definition['x-kubernetes-group-version-kind'] ?? []) {
      const document = group === '' ? `api__${version}` : `apis__${group}__${version}`;
      if (BUILT_IN[document]?.includes(kind)) {
        const apiVersion = group === '' ? version : `${group}/${version}`;
        kinds[`${apiVersion}/${kind}`] = {
          schema: converter.schema(withoutStatus(definition), name),
          namespaced: !CLUSTER_SCOPED.includes(kind),
        };
      }
    }
  }
  write('kubernetes', `Kubernetes ${KUBERNETES.version} (${KUBERNETES.module}, ${KUBERNETES.api})`, kinds, table);
  return definitions;
}

function customResources(file: string, origin: string, paths: readonly string[], core: Record<string, OpenApi>): void {
  const table = new NodeTable();
  const converter = new Converter(table, core);
  const kinds: Record<string, Kind> = {};
  for (const path of paths) {
    const { spec } = parse(readFileSync(path, 'utf8'));
    for (const { name, served, schema } of spec.versions) {
      if ((served && !/alpha|beta/.test(name)) || spec.versions.length === 1) {
        const { properties } = withoutStatus(schema.openAPIV3Schema);
        const metadata = { $ref: `#/components/schemas/${OBJECT_META}` };
        kinds[`${spec.group}/${name}/${spec.names.kind}`] = {
          schema: converter.schema({ ...schema.openAPIV3Schema, properties: { ...properties, metadata } }),
          namespaced: spec.scope === 'Namespaced',
        };
      }
    }
  }
  write(file, origin, kinds, table);
}

const core = builtIn();
for (const { file, title, module, version, definitions } of CRD_MODULES) {
  const folder = goModule(module, version);
  customResources(
    file,
    `${title} ${version} (${module})`,
    definitions.map((path) => join(folder, path)),
    core,
  );
}
const scratch = mkdtempSync(join(tmpdir(), 'strimzi-'));
try {
  customResources(
    STRIMZI.file,
    `${STRIMZI.title} ${STRIMZI.version} (io.strimzi:api)`,
    strimziDefinitions(scratch),
    core,
  );
} finally {
  rmSync(scratch, { recursive: true });
}
const entries = Object.keys(index)
  .sort()
  .map((kind) => `  ${JSON.stringify(kind)}: ${JSON.stringify(index[kind])}`);
writeFileSync(join(OUT, 'index.json'), `{\n${entries.join(',\n')}\n}\n`);
writeFileSync(
  join(OUT, 'NOTICE'),
  `Schema data in this folder, written by tools/generate-kubernetes-schemas.ts.\n\n${notices.join('\n')}\n`,
);
