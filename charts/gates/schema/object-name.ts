import { asRecord, asText, type Manifest } from '../manifest';
import { FORMATS } from './formats';
import type { SchemaFault } from './schema-walker';

const FORMAT_BY_KIND: Readonly<Record<string, string>> = {
  ClusterRole: 'path-segment',
  ClusterRoleBinding: 'path-segment',
  Namespace: 'dns-label',
  Role: 'path-segment',
  RoleBinding: 'path-segment',
  Service: 'dns-1035-label',
};

/**
 * Kinds whose controllers derive other names from theirs, and how long theirs may be.
 *
 * CronJob: k8s.io/kubernetes `pkg/apis/batch/validation`, 63 less the 11 characters of a job's suffix; Job and
 * StatefulSet: their name becomes a label; Cluster: CloudNativePG's webhook.
 */
const LONGEST_BY_KIND: Readonly<Record<string, number>> = { Cluster: 50, CronJob: 52, Job: 63, StatefulSet: 63 };

/** What is wrong with the name and the namespace of an object. */
export function nameFaults(manifest: Manifest, namespaced: boolean): SchemaFault[] {
  const { name, namespace } = asRecord(manifest.metadata);
  const kind = asText(manifest.kind);
  const path = 'metadata.name';
  if (name === undefined || name === '') {
    return [{ rule: 'required', path, message: 'is missing', fix: 'Name the object.' }];
  }
  const faults: SchemaFault[] = [];
  const format = FORMATS[FORMAT_BY_KIND[kind] ?? 'dns-subdomain'];
  const longest = LONGEST_BY_KIND[kind] ?? 253;
  if (typeof name === 'string' && format?.holds(name) === false) {
    faults.push({
      rule: 'object-name',
      path,
      value: name,
      message: `is not ${format.rule}`,
      fix: `Write ${format.rule}.`,
    });
  } else if (typeof name === 'string' && name.length > longest) {
    const rule = `${name.length} characters long, and a ${kind} holds ${longest}`;
    faults.push({ rule: 'object-name', path, value: name, message: `is ${rule}`, fix: 'Shorten the name.' });
  }
  if (!namespaced && namespace !== undefined) {
    const message = `is set, and a ${kind} belongs to no namespace`;
    faults.push({ rule: 'object-name', path: 'metadata.namespace', value: namespace, message, fix: 'Remove it.' });
  }
  return faults;
}
