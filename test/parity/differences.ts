import type { Aspect, Fact } from './facts';

/** Where the artefacts of two or more targets do not say the same of one city. */
export interface Difference {
  readonly subject: string;
  readonly aspect: Aspect;
  readonly value: string;
  /** The targets that say it; the others do not. */
  readonly on: readonly string[];
  readonly notOn: readonly string[];
}

/** What some of the targets say and others do not. A target that has no such thing at all, as Compose has no ports, is not asked. */
export function differences(facts: Readonly<Record<string, readonly Fact[]>>): Difference[] {
  const targets = Object.keys(facts);
  const said = new Map<string, { readonly fact: Fact; readonly on: Set<string> }>();
  for (const [target, all] of Object.entries(facts)) {
    for (const fact of all) {
      const key = JSON.stringify([fact.subject, fact.aspect, fact.value]);
      const entry = said.get(key) ?? { fact, on: new Set() };
      said.set(key, { fact, on: entry.on.add(target) });
    }
  }
  const asked = (aspect: Aspect) => targets.filter((target) => facts[target]!.some((fact) => fact.aspect === aspect));
  return [...said.values()]
    .map(({ fact, on }) => ({ ...fact, on: [...on], notOn: asked(fact.aspect).filter((target) => !on.has(target)) }))
    .filter(({ notOn }) => notOn.length > 0)
    .sort((a, b) => order(a).localeCompare(order(b), 'en'));
}

const order = ({ subject, aspect, value }: Difference) => [subject, aspect, value].join('\n');
