import { createHash } from 'node:crypto';
import { remembered } from '../../constructs/files/remembered';
import { mountPoint } from '../../constructs/servers/mount-point';
import type { KubernetesTarget } from '../kubernetes-target';
import { metadataOf } from '../metadata';
import { k8s, object } from './k8s';
import type { MainContainer } from './main-container';

/** Annotation of a pod that changes when its files do, so that a changed file rolls out and an unchanged one does not. */
const checksumAnnotation = 'citykit/files';

/** The API server refuses a ConfigMap of more than 1 MiB; metadata needs a little of it. */
const roomOfConfigMap = 1_000_000;

/**
 * `kubectl apply` without `--server-side`, as Argo CD applies too, keeps a copy of the object in an annotation, and
 * annotations hold 256 KiB.
 */
const roomOfAnnotation = 250_000;

const volume = 'files';

/** The files of a container, as parts of its pod. */
export interface Files {
  readonly annotations: Readonly<Record<string, string>>;
  readonly volumes: readonly k8s.Volume[];
  readonly mounts: readonly k8s.VolumeMount[];
}

/**
 * ConfigMaps with the files of a container, whose names stay the same. In a folder of the image each file is mounted on
 * its own, so that the image's other files there stay; a folder that holds nothing of the image is mounted whole.
 *
 * @throws when one file alone is more than a ConfigMap holds.
 */
export function renderFiles(target: KubernetesTarget, main: MainContainer): Files {
  const files = Object.entries(main.files).map(([path, value]) => fileOf(path, target.resolvePublic(value)));
  if (files.length === 0) return { annotations: {}, volumes: [], mounts: [] };
  const keys = keysOf(files.map(({ path }) => path));
  const sources = split(files, main).map((part, index) => {
    const number = index ? String(index + 1) : '';
    const name = `${main.name}-files${number ? `-${number}` : ''}`;
    object(k8s.KubeConfigMap, main.scope, `Files${number}`, {
      metadata: metadataOf(target, main.scope, name, { belongsTo: main.name }),
      data: Object.fromEntries(part.map(({ path, content }) => [keys.get(path)!, content])),
    });
    return { configMap: { name, items: part.map(({ path }) => ({ key: keys.get(path)!, path: path.slice(1) })) } };
  });
  return {
    annotations: { [checksumAnnotation]: checksum(files) },
    volumes: [{ name: volume, projected: { defaultMode: 0o444, sources } }],
    mounts: [...new Set(files.map(({ path }) => mountPoint(path)))].map((path) => ({
      name: volume,
      mountPath: path,
      subPath: path.slice(1),
      readOnly: true,
    })),
  };
}

interface File {
  readonly path: string;
  readonly content: string;
  readonly written: Written;
}

/** A content as it is measured and hashed. */
interface Written {
  /** In JSON, in UTF-8. */
  readonly json: Buffer;
  /** Bytes as kubectl writes it into its annotation: as JSON, with `<`, `>` and `&` as six characters each. */
  readonly bytes: number;
  readonly length: number;
}

/** Programs are the same in every city. */
const writtenOf = remembered((content: string): Written => {
  const json = Buffer.from(JSON.stringify(content));
  return { json, bytes: json.length + 5 * (content.match(/[<>&]/g)?.length ?? 0), length: json.length };
});

function fileOf(path: string, content: string): File {
  return { path, content, written: writtenOf(content) };
}

function split(files: readonly File[], main: MainContainer): File[][] {
  const parts: { room: number; files: File[] }[] = [];
  for (const file of files) {
    const bytes = Buffer.byteLength(file.content) + file.path.length;
    if (bytes > roomOfConfigMap) {
      throw new Error(`${main.scope.node.path}: the file ${file.path} has ${bytes} bytes; a ConfigMap holds 1 MiB`);
    }
    const written = bytesWritten(file);
    let part = parts.at(-1);
    if (!part || part.room < written) {
      part = { room: roomOfAnnotation, files: [] };
      parts.push(part);
    }
    part.room -= written;
    part.files.push(file);
  }
  return parts.map((part) => part.files);
}

/** What the file takes of the room of an annotation. */
function bytesWritten({ path, written }: File): number {
  // The key, two pairs of quotes, a colon and a comma.
  return written.bytes + path.length + 4;
}

/** Keys may hold letters, digits, dots, hyphens and underscores. */
function keysOf(paths: readonly string[]): Map<string, string> {
  const keys = new Map<string, string>();
  const taken = new Set<string>();
  for (const path of paths) {
    let key = path.slice(1).replace(/[^-._A-Za-z0-9]/g, '_');
    if (taken.has(key)) key = `${key}-${hash(path).slice(0, 8)}`;
    taken.add(key);
    keys.set(path, key);
  }
  return keys;
}

/** Of the list of paths and contents in JSON. */
function checksum(files: readonly File[]): string {
  const list = createHash('sha256');
  for (const [at, { path, written }] of files.entries()) {
    list
      .update(`${at ? ',' : '['}{"path":${JSON.stringify(path)},"content":`)
      .update(written.json)
      .update('}');
  }
  return list.update(']').digest('hex').slice(0, 16);
}

function hash(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
