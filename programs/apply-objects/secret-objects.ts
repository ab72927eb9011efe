import { isObject } from '../shared/json-value';
import { FinalError } from '../shared/retry';
import type { AppliedObject } from './cluster-api';

/** Where an entry of a Secret comes from: a secret of Secrets Manager, or one field of its JSON; or it is no secret. */
export type Entry = { readonly Arn: string; readonly Field?: string } | { readonly Text: string };

/** A Secret of Kubernetes that is filled from elsewhere. */
export interface SecretToMake {
  readonly Name: string;
  /** @default 'Opaque' */
  readonly Type?: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly Entries: Readonly<Record<string, Entry>>;
}

/** Reads the whole value of a secret by its ARN. */
export type ReadSecret = (arn: string) => Promise<string>;

/**
 * The Secrets with their values. Every one carries the label of what is kept: without the passwords the data cannot be opened.
 *
 * @throws FinalError that names the secret, and never what it holds.
 */
export async function secretObjects(
  secrets: readonly SecretToMake[],
  namespace: string,
  readSecret: ReadSecret,
): Promise<AppliedObject[]> {
  const values = new Map<string, Promise<string>>();
  const read = (arn: string) => {
    const known = values.get(arn) ?? readSecret(arn);
    values.set(arn, known);
    return known;
  };
  const made: AppliedObject[] = [];
  for (const { Name, Type = 'Opaque', Labels, Entries } of secrets) {
    const data: Record<string, string> = {};
    for (const [key, entry] of Object.entries(Entries)) {
      const text = 'Text' in entry ? entry.Text : fieldOf(await read(entry.Arn), entry.Arn, entry.Field);
      data[key] = Buffer.from(text).toString('base64');
    }
    const metadata = { name: Name, namespace, labels: { ...Labels, 'citykit/keep': 'true' } };
    made.push({ apiVersion: 'v1', kind: 'Secret', metadata, type: Type, data });
  }
  return made;
}

function fieldOf(value: string, arn: string, field: string | undefined): string {
  if (field === undefined) return value;
  const found = parsed(value)[field];
  if (typeof found !== 'string') throw new FinalError(`${arn}: the secret is no JSON with a text under '${field}'`);
  return found;
}

function parsed(value: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(value);
    return isObject(json) ? json : {};
  } catch {
    return {};
  }
}
