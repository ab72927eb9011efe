import { nearest } from '../../../constructs/spec/nearest';
import type { Finding } from '../../../constructs/waist/finding';
import { isRecord, type Manifest, objectName, text, typeOf } from '../manifest';
import { nameProblems } from './object-name';
import { knownKinds, trySchemaFile } from './schema-file';
import { type Problem, SchemaWalker } from './schema-walker';

/** Checks every manifest against the API schema of its kind; strict, as an API server with `fieldValidation=Strict`. */
export function checkSchemas(manifests: readonly object[]): Finding[] {
  return manifests.flatMap((manifest) =>
    problemsOf(manifest as Manifest).map((problem) => finding(manifest as Manifest, problem)),
  );
}

function problemsOf(manifest: Manifest): Problem[] {
  if (!isRecord(manifest)) {
    return [{ rule: 'type', path: '', message: 'is no object', fix: 'Write a Kubernetes object.' }];
  }
  const kind = typeOf(manifest);
  const file = trySchemaFile(kind);
  if (file === undefined) {
    return [unknownKind(manifest)];
  }
  const { schema, namespaced } = file.kinds[kind] as { schema: number; namespaced: boolean };
  return [...new SchemaWalker(file.nodes).check(manifest, schema), ...nameProblems(manifest, namespaced)];
}

function unknownKind(manifest: Manifest): Problem {
  const { apiVersion, kind } = manifest;
  const type = typeOf(manifest);
  const sameKind = knownKinds().find((known) => known.endsWith(`/${text(kind)}`));
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
function finding(manifest: Manifest, { value, ...problem }: Problem): Finding {
  const secret = manifest?.kind === 'Secret' || /\.env\[\d+\]\.value$/.test(problem.path);
  const object = objectName(isRecord(manifest) ? manifest : {});
  return { gate: 'schema', ...problem, object, ...(value !== undefined && !secret && { value }) };
}
