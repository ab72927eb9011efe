import { nearest } from '../../../constructs/problems/nearest';
import type { Finding } from '../../../constructs/waist/finding';
import { asText, isRecord, type Manifest, objectName, typeOf } from '../manifest';
import { nameFaults } from './object-name';
import { knownKinds, trySchemaFile } from './schema-file';
import { type SchemaFault, SchemaWalker } from './schema-walker';

/** Checks every manifest against the API schema of its kind; strict, as an API server with `fieldValidation=Strict`. */
export function checkSchemas(manifests: readonly object[]): Finding[] {
  return manifests.flatMap((manifest) =>
    faultsOf(manifest as Manifest).map((fault) => finding(manifest as Manifest, fault)),
  );
}

function faultsOf(manifest: Manifest): SchemaFault[] {
  if (!isRecord(manifest)) {
    return [{ rule: 'type', path: '', message: 'is no object', fix: 'Write a Kubernetes object.' }];
  }
  const kind = typeOf(manifest);
  const file = trySchemaFile(kind);
  if (file === undefined) {
    return [unknownKind(manifest)];
  }
  const { schema, namespaced } = file.kinds[kind] as { schema: number; namespaced: boolean };
  return [...new SchemaWalker(file.nodes).check(manifest, schema), ...nameFaults(manifest, namespaced)];
}

function unknownKind(manifest: Manifest): SchemaFault {
  const { apiVersion, kind } = manifest;
  const type = typeOf(manifest);
  const sameKind = knownKinds().find((known) => known.endsWith(`/${asText(kind)}`));
  const closest = sameKind ?? nearest(type, knownKinds());
  return {
    rule: 'unknown-kind',
    path: kind === undefined ? 'kind' : 'apiVersion',
    value: apiVersion,
    message: `is ${type}, a kind no schema here describes`,
    fix:
      closest === undefined
        ? 'Use a kind the kit knows, or add its schema to the generator.'
        : `Did you mean ${closest}?`,
  };
}

// Values of secrets and of environment variables may be secret themselves: the place says enough.
function finding(manifest: Manifest, { value, ...fault }: SchemaFault): Finding {
  const secret = manifest?.kind === 'Secret' || /\.env\[\d+\]\.value$/.test(fault.path);
  const object = objectName(isRecord(manifest) ? manifest : {});
  return { gate: 'schema', ...fault, object, ...(value !== undefined && !secret && { value }) };
}
