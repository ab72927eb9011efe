import { posix } from 'node:path';
import type { ComposeFile, ServiceDefinition } from '../../compose';
import { realmFacts, routeFacts } from './documents';
import { type Fact, healthOfScript, subjectOf } from './facts';

/** What a Compose file, and the files beside it, say. */
export function composeFacts(file: ComposeFile, files: ReadonlyMap<string, string>): Fact[] {
  const subjects = new Map(
    Object.entries(file.services).map(([name, { labels }]) => [name, subjectOf(labels?.['citykit.path'] ?? '')]),
  );
  return Object.entries(file.services).flatMap(([name, service]) => {
    const subject = subjects.get(name)!;
    const fact = (aspect: Fact['aspect'], value: string): Fact => ({ subject, aspect, value });
    const own = mounted(service, files);
    return [
      fact('component', subject.split('/')[0]!),
      fact('runs', runs(service)),
      fact('image', service.image),
      ...Object.keys(service.environment ?? {}).map((variable) => fact('variable', variable)),
      ...[...own.keys()].map((path) => fact('file', path)),
      // A line for the shell has the script in quotes once more.
      ...(service.healthcheck
        ? [fact('health', healthOfScript(service.healthcheck.test.join(' ').replaceAll("'\\''", "'")))]
        : []),
      ...(service.networks ?? [])
        .filter((network) => network !== name && subjects.has(network))
        .map((network) => fact('reaches', subjects.get(network)!)),
      ...[...own].flatMap(([path, text]) =>
        name === 'gateway' && path.endsWith('/envoy.json')
          ? routeFacts(text)
          : path.endsWith('/realm.json')
            ? realmFacts(text)
            : [],
      ),
    ];
  });
}

function runs({ restart, entrypoint, ports }: ServiceDefinition): string {
  if (restart === 'no') return 'a job';
  if (entrypoint?.some((word) => word.endsWith('/schedule.sh'))) return 'a job on a schedule';
  return ports ? 'an edge' : 'a service';
}

/** The files that a service finds, by their paths. */
function mounted({ volumes = [] }: ServiceDefinition, files: ReadonlyMap<string, string>): Map<string, string> {
  const found = new Map<string, string>();
  for (const volume of volumes) {
    if (volume.type !== 'bind') continue;
    const source = posix.normalize(volume.source);
    for (const [path, text] of files) {
      if (path === source) found.set(volume.target, text);
      else if (path.startsWith(`${source}/`)) found.set(volume.target + path.slice(source.length), text);
    }
  }
  return found;
}
