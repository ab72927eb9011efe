import { builtInModels } from '../../models/built-in';
import { type ModelChange, modelChanges } from '../../models/diff/model-changes';
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
        // A type or term that is gone has a code of its own, and an IRI that moved too.
        if (!young || (young.version ?? 1) > (old.version ?? 1)) return [];
        const isMoved = ({ change, attribute }: ModelChange) =>
          ['iri', 'type-iri'].includes(change) ||
          (change === 'attribute-removed' && attribute !== undefined && now.terms[attribute] === undefined);
        return modelChanges(old, young)
          .filter((one) => one.breaks.length > 0 && !isMoved(one))
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
    rule: 'Data, and people with their roles, do not move by themselves: in another place the platform starts without them, or does not start.',
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
        changed(
          path.startsWith('Portal/') ? 'openDataPortal.replicas' : '',
          `${path}: writers ${then.writers}`,
          `${path}: writers ${today.writers}`,
        ),
      ),
  },
  {
    code: 'disk-shrunk',
    rule: 'A disk grows and never shrinks: Kubernetes, the operators and MSK refuse a smaller one.',
    fix: 'Keep what it is sized by, or make it anew as docs/guide/restore.md says: a new one has any size.',
    check: (before, now) =>
      disks(before, now)
        // A server that is restored is made anew.
        .filter(([, { kind }]) => kind !== 'PostgresServer' || before.restored === now.restored)
        .flatMap(([path, then, today]) =>
          today.mebibytes < then.mebibytes ? [{ ...disk(before, now, path), ...shrinks(before, now, then) }] : [],
        ),
  },
  {
    code: 'disk-fixed',
    rule: 'The disk of a database without an operator keeps the size it began with: the API server refuses another for the claim of a StatefulSet.',
    fix: 'Keep load and history.retentionDays as they were, or move to another profile as docs/guide/restore.md says.',
    check: (before, now) =>
      before.places['targets.kubernetes.postgres'] === 'none' && now.places['targets.kubernetes.postgres'] === 'none'
        ? disks(before, now, 'PostgresServer').flatMap(([path, then, today]) =>
            today.mebibytes > then.mebibytes ? [disk(before, now, path)] : [],
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
  {
    code: 'restore-step',
    rule: 'Each life of a database has an archive of its own, which its number names: with another number it would be archived over an older one, or begin from one that is not there.',
    fix: 'Put the number back; raise it by one for each restore, and leave it there.',
    check: ({ restored: before }, { restored: now }) =>
      before === undefined || now === undefined || now === before || now === before + 1
        ? []
        : changed('targets.kubernetes.restore', before, now),
  },
  {
    code: 'history-shortened',
    rule: 'What is older than the days of history is deleted within hours, for good.',
    fix: 'Write the old number as history.retentionDays.',
    check: ({ historyDays: before = 0 }, { historyDays: now = 0 }) =>
      now < before ? changed('history.retentionDays', before, now) : [],
  },
];

function changed(path: string, before: unknown, now: unknown): readonly Change[] {
  return before === now ? [] : [{ path, before, now }];
}

function disk(before: PlatformFacts, now: PlatformFacts, path: string): Change {
  const shown = ({ disks }: PlatformFacts) => `${path}: ${disks[path]?.mebibytes} MiB`;
  return { path: sizedBy(before, now, path), before: shown(before), now: shown(now) };
}

/** The field of the spec by which a disk has another size; none where an app of somebody's own says it. */
function sizedBy(before: PlatformFacts, now: PlatformFacts, path: string): string {
  if (before.profile !== now.profile) return 'profile';
  const kind = now.disks[path]?.kind;
  if (kind === 'Volume') return '';
  if (kind === 'EventBus') return 'load';
  return before.historyDays === now.historyDays ? 'load' : 'history.retentionDays';
}

/** What else to do than to keep the size. */
function shrinks(before: PlatformFacts, now: PlatformFacts, { kind }: Disk): Pick<Change, 'fix'> {
  if (kind !== 'PostgresServer' || now.restored === undefined) return {};
  const number = (before.restored ?? 0) + 1;
  return {
    fix: `Keep load and history.retentionDays at least as large as they were. Or make the database anew from its archive, as docs/guide/restore.md says, with targets.kubernetes.restore: { number: ${number} }: a new one has any size.`,
  };
}

type Disk = PlatformFacts['disks'][string];

/**
 * Which kinds lie on disks of a fixed size, by target: claims of a cluster, and the brokers of MSK. A cloud's file systems and
 * databases have none of their limits.
 *
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/msk-update-storage.html
 */
const sized: Readonly<Record<string, readonly string[]>> = {
  kubernetes: ['Volume', 'PostgresServer', 'EventBus'],
  helm: ['Volume', 'PostgresServer', 'EventBus'],
  aws: ['EventBus'],
  eks: ['Volume', 'EventBus'],
};

/** The disks of both that have a size. */
function disks(before: PlatformFacts, now: PlatformFacts, kind?: string): [string, Disk, Disk][] {
  return Object.entries(before.disks).flatMap(([path, then]) => {
    const today = now.disks[path];
    const isSized = sized[now.target]?.includes(then.kind);
    return today && isSized && (kind === undefined || then.kind === kind) ? [[path, then, today]] : [];
  });
}
