import { builtInModels } from '../../models/built-in';
import { modelChanges } from '../../models/diff/model-changes';
import type { ProblemCode } from '../../problems/codes/problem-codes';
import type { PlatformFacts } from './platform-facts';

/** A place where a city changed. */
export interface Change {
  /** The field of the spec that decides it. */
  readonly path: string;
  readonly before: unknown;
  readonly now: unknown;
  /** @default that of the rule */
  readonly fix?: string;
}

/**
 * A change of a running city that applying the new artefacts does not bring about, because of the data that are there.
 */
export interface ChangeRule {
  /** Stable kebab-case code, by which it is accepted. */
  readonly code: ProblemCode;
  /** What would happen, as a sentence. */
  readonly rule: string;
  /** What to do, as a sentence. */
  readonly fix: string;
  check(before: PlatformFacts, now: PlatformFacts): readonly Change[];
}

/** Every rule, in the order their problems are listed. */
export const changeRules: readonly ChangeRule[] = [
  {
    code: 'city-renamed',
    rule: 'Everything is named after the city: another name makes a second platform, which is empty, and the first one runs on.',
    fix: 'Put the old name back, and change title, which is what people read.',
    check: (before, now) => changed('name', before.name, now.name),
  },
  {
    code: 'domain-changed',
    rule: 'Every public address and the issuer of every token contain the domain: the addresses that others have stored lead nowhere, and everybody signs in again.',
    fix: 'Put the old domain back, or point both domains here and tell who calls the platform, harvests it or is notified.',
    check: (before, now) => changed('domain', before.domain, now.domain),
  },
  {
    code: 'term-moved',
    rule: 'The broker stores types and attributes by their IRIs: under another IRI, a short name no longer finds the entities and attributes that are there.',
    fix: 'Give the model, or its attribute, the old iri in dataModels.',
    check: (before, now) =>
      Object.entries(before.terms)
        .filter(([term, iri]) => now.terms[term] !== iri)
        .map(([term, iri]) => ({
          path: 'dataModels',
          before: `${term}: ${iri}`,
          now: now.terms[term] ?? null,
          fix:
            now.terms[term] === undefined
              ? `Keep the model that has ${term}, or delete its entities before it goes.`
              : `Write iri: ${iri} for ${term} in dataModels.`,
        })),
  },
  {
    code: 'model-breaks',
    rule: 'A change of a data model breaks who reads or writes its entities, and what is stored keeps to the model as it was.',
    fix: 'Undo it, or tell who uses the model and raise its version by one.',
    check: (before, now) =>
      Object.entries(before.models ?? {}).flatMap(([type, old]) => {
        const young = now.models?.[type] ?? (type in now.terms ? builtInModels[type] : undefined);
        // A type that is gone has a code of its own, and an IRI that moved too.
        if (!young || (young.version ?? 1) > (old.version ?? 1)) return [];
        return modelChanges(old, young)
          .filter(
            ({ breaks, change }) => breaks.length > 0 && !['iri', 'type-iri', 'attribute-removed'].includes(change),
          )
          .map(({ attribute, breaks, text }) => ({
            path: 'dataModels',
            before: `${type}.${attribute}`,
            now: `${text} It breaks ${breaks.join(' and ')}.`,
          }));
      }),
  },
  {
    code: 'tenant-removed',
    rule: 'The data of a tenant that left the spec stay in its database, where nobody can reach them and nothing deletes their history.',
    fix: 'Keep the tenant, or delete its entities before it goes.',
    check: (before, now) =>
      before.tenants
        .filter((id) => !now.tenants.includes(id))
        .map((id) => ({ path: 'tenants', before: id, now: null })),
  },
  {
    code: 'data-moved',
    rule: 'Data do not move by themselves: in another place the platform starts empty, or does not start.',
    fix: 'Put the old value back, or move the data as docs/guide/restore.md says.',
    check: (before, now) =>
      Object.entries(before.places).flatMap(([path, place]) => changed(path, place, now.places[path] ?? null)),
  },
  {
    code: 'volume-access',
    rule: 'A PersistentVolumeClaim keeps its access mode: the API server refuses another, and nothing after it in the file is applied.',
    fix: 'Copy the files, delete the claim and apply, as docs/guide/restore.md says.',
    check: (before, now) =>
      disks(before, now, 'Volume').flatMap(([path, then, today]) =>
        changed('openDataPortal.replicas', `${path}: ${then.writers} writer`, `${path}: ${today.writers} writer`),
      ),
  },
  {
    code: 'disk-shrunk',
    rule: 'A disk grows and never shrinks: Kubernetes and the operators refuse a smaller one.',
    fix: 'Keep load and history.retentionDays at least as large as they were.',
    check: (before, now) =>
      disks(before, now).flatMap(([path, then, today]) =>
        today.mebibytes < then.mebibytes ? [disk(path, then.mebibytes, today.mebibytes)] : [],
      ),
  },
  {
    code: 'disk-fixed',
    rule: 'The disk of a database without an operator keeps the size it began with: the API server refuses another for the claim of a StatefulSet.',
    fix: 'Keep load and history.retentionDays as they were, or move to another profile as docs/guide/restore.md says.',
    check: (before, now) =>
      before.places['targets.kubernetes.postgres'] === 'none' && now.places['targets.kubernetes.postgres'] === 'none'
        ? disks(before, now, 'PostgresServer').flatMap(([path, then, today]) =>
            today.mebibytes > then.mebibytes ? [disk(path, then.mebibytes, today.mebibytes)] : [],
          )
        : [],
  },
  {
    code: 'rotation-step',
    rule: 'A job that knows the password before sets the new one, so the rotation rises by one at a time.',
    fix: 'Raise it by one, apply, wait until every job has ended, and raise it again.',
    check: (before, now) =>
      now.rotation === before.rotation || now.rotation === before.rotation + 1
        ? []
        : changed('rotation', before.rotation, now.rotation),
  },
];

function changed(path: string, before: unknown, now: unknown): readonly Change[] {
  return before === now ? [] : [{ path, before, now }];
}

function disk(path: string, before: number, now: number): Change {
  return { path: 'load', before: `${path}: ${before} MiB`, now: `${path}: ${now} MiB` };
}

type Disk = PlatformFacts['disks'][string];

/** The disks of both that a cluster made as claims; a cloud's file systems and databases have none of these limits. */
function disks(before: PlatformFacts, now: PlatformFacts, kind?: string): [string, Disk, Disk][] {
  if (now.target !== 'kubernetes') return [];
  return Object.entries(before.disks).flatMap(([path, then]) => {
    const today = now.disks[path];
    return today && (kind === undefined || then.kind === kind) ? [[path, then, today]] : [];
  });
}
