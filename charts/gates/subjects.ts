import { asList, asRecord, asText, isRecord, type Manifest } from './manifest';
import type { Related } from './platform-index';
import type { PodTemplate } from './pod-template';

/** What a policy's expression looks at. */
export type SubjectName =
  | 'object'
  | 'template'
  | 'pod'
  | 'container'
  | 'long-running-container'
  | 'volume'
  | 'environment'
  | 'platform';

/** One thing to evaluate an expression for: its place, and the variable that stands for it. */
export interface Item {
  readonly path: string;
  readonly bindings: Readonly<Record<string, unknown>>;
}

/** A manifest with what its policies may ask about. */
export interface View {
  readonly manifest: Manifest;
  readonly template: PodTemplate | undefined;
  readonly related: Related;
}

/** How a subject is found in a manifest, and how an admission policy says the same. */
export interface Subject {
  readonly items: (view: View) => readonly Item[];
  /** The expression over all items, or undefined where an admission policy, which sees one object, cannot say it. */
  readonly forAll: ((expression: string) => string) | undefined;
}

/** Every subject by its name. */
export const SUBJECTS: Readonly<Record<SubjectName, Subject>> = {
  object: { items: () => [{ path: '', bindings: {} }], forAll: (expression) => expression },
  platform: { items: () => [{ path: '', bindings: {} }], forAll: undefined },
  template: {
    items: ({ template }) => (template === undefined ? [] : [{ path: template.path, bindings: {} }]),
    forAll: (expression) => expression,
  },
  pod: {
    items: ({ template }) => (template === undefined ? [] : [{ path: `${template.path}.spec`, bindings: {} }]),
    forAll: (expression) => expression,
  },
  container: {
    items: (view) => containers(view).map(({ path, container }) => ({ path, bindings: { container } })),
    forAll: (expression) => `variables.containers.all(container, ${expression})`,
  },
  'long-running-container': {
    items: (view) =>
      containers(view)
        .filter(({ container, initial }) => isLongRunning(view, container, initial))
        .map(({ path, container }) => ({ path, bindings: { container } })),
    forAll: (expression) => `variables.longRunning.all(container, ${expression})`,
  },
  volume: {
    items: ({ template }) => items(template?.spec, 'volumes', `${template?.path}.spec`, 'volume'),
    forAll: (expression) => `variables.pod.?volumes.orValue([]).all(volume, ${expression})`,
  },
  environment: {
    items: (view) => containers(view).flatMap(({ path, container }) => items(container, 'env', path, 'environment')),
    forAll: (expression) =>
      `variables.containers.all(container, container.?env.orValue([]).all(environment, ${expression}))`,
  },
};

interface Container {
  readonly path: string;
  readonly container: Manifest;
  readonly initial: boolean;
}

function containers({ template }: View): Container[] {
  return ['initContainers', 'containers'].flatMap((field) =>
    asList(template?.spec[field]).flatMap((container, position) =>
      isRecord(container)
        ? [{ path: `${template?.path}.spec.${field}[${position}]`, container, initial: field === 'initContainers' }]
        : [],
    ),
  );
}

function isLongRunning({ manifest }: View, container: Manifest, initial: boolean): boolean {
  return initial ? container.restartPolicy === 'Always' : !['CronJob', 'Job'].includes(asText(manifest.kind));
}

function items(owner: unknown, field: string, path: string, variable: string): Item[] {
  return asList(asRecord(owner)[field]).flatMap((value, position) =>
    isRecord(value) ? [{ path: `${path}.${field}[${position}]`, bindings: { [variable]: value } }] : [],
  );
}
