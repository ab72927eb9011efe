import { differences } from './differences';
import { aspects, type Fact } from './facts';
import { covers, type Reason } from './reasons';

/** A city, and what its artefacts say, by target. */
export interface ComparedCity {
  readonly title: string;
  readonly facts: Readonly<Record<string, readonly Fact[]>>;
}

const titles: Readonly<Record<(typeof aspects)[number], string>> = {
  component: 'components',
  runs: 'what runs',
  image: 'images',
  port: 'ports',
  variable: 'environment variables',
  file: 'files',
  health: 'health checks',
  reaches: 'who reaches whom',
  'reaches-port': 'at which ports',
  route: 'routes of the gateway',
  role: 'roles',
  client: 'clients of the realm',
  claim: 'claims',
};

/** `docs/reference/parity.md`. */
export function parityDocument(cities: readonly ComparedCity[], reasons: readonly Reason[]): string {
  return `${[
    '# Parity',
    'The same city on each target, read from the artefacts alone: objects, templates with their assets, the Compose file with its ' +
      'files. What is the same is counted; what differs is listed, with its reason. Nothing else differs, which ' +
      '`test/parity` holds. Helm, Kustomize, Argo CD, Flux and Pulumi apply the same objects as Kubernetes.',
    'Sizes, and rights towards the cluster or the account, are each target’s own and are not compared. A network of Compose has no ' +
      'ports: there, who reaches whom is compared without them.',
    '## The same on all targets',
    table(['', ...cities.map(({ title, facts }) => `${title}: ${Object.keys(facts).join(', ')}`)], sameRows(cities)),
    '## What differs',
    ...reasons.map((reason) => section(reason, cities)),
  ].join('\n\n')}\n`;
}

function sameRows(cities: readonly ComparedCity[]): string[][] {
  return aspects.map((aspect) => [
    titles[aspect],
    ...cities.map(({ facts }) => {
      const [first = [], ...others] = Object.values(facts)
        .map((own) => own.filter((fact) => fact.aspect === aspect))
        .filter((own) => own.length > 0)
        .map((own) => new Set(own.map(({ subject, value }) => `${subject}\n${value}`)));
      return String([...first].filter((one) => others.every((other) => other.has(one))).length);
    }),
  ]);
}

function section(reason: Reason, cities: readonly ComparedCity[]): string {
  const rows = new Map<string, { readonly of: Set<string>; readonly cities: Set<string> }>();
  for (const { title, facts } of cities) {
    for (const difference of differences(facts).filter((one) => covers(reason, one))) {
      const key = [titles[difference.aspect], `\`${difference.value}\``, difference.on.join(', ')].join('\n');
      const row = rows.get(key) ?? { of: new Set(), cities: new Set() };
      rows.set(key, { of: row.of.add(difference.subject), cities: row.cities.add(title) });
    }
  }
  const body = [...rows].map(([key, row]) => [...key.split('\n'), [...row.of].join(', '), [...row.cities].join(', ')]);
  return `${reason.why}\n\n${table(['what', 'says', 'only on', 'of', 'in'], body)}`;
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}
