import type { Finding } from '../../constructs/waist/finding';
import type { ComposeFile, ServiceDefinition } from '../compose-file';

/** The memory limit of a service, in mebibytes. */
function limitOf({ mem_limit }: ServiceDefinition): number {
  return Number.parseInt(mem_limit, 10);
}

/**
 * The most memory that all services together may take, in mebibytes: the limits of all that keep running, and of the
 * greediest of those that run once, which end one after the other before the last programs start.
 */
export function memoryOf({ services }: ComposeFile): number {
  const all = Object.values(services);
  const once = all.filter(({ restart }) => restart === 'no').map(limitOf);
  const running = all.filter(({ restart }) => restart !== 'no').map(limitOf);
  return running.reduce((sum, limit) => sum + limit, 0) + Math.max(0, ...once);
}

/** A finding where the limits of a platform are more than its profile gives. */
export function checkBudget(file: ComposeFile, memoryMi: number): Finding[] {
  const sum = memoryOf(file);
  if (sum <= memoryMi) return [];
  const [greediest = ['file']] = Object.entries(file.services).sort(
    ([, one], [, other]) => limitOf(other) - limitOf(one),
  );
  return [
    {
      gate: 'budget',
      rule: 'memory',
      object: `service ${greediest[0]}`,
      path: 'mem_limit',
      value: sum,
      message: `The services may take ${sum} Mi of memory, and the profile gives ${memoryMi} Mi`,
      fix: 'Choose a larger profile, or give the components smaller sizes.',
    },
  ];
}
