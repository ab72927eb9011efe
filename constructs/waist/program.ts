import { bundledProgram, type ProgramName } from './bundled-program';
import { images } from './images';
import type { ServiceProps } from './primitives/service';
import type { WorkloadProps } from './primitives/workload';
import type { Duration } from './units';

/**
 * How a workload runs a program of the kit's own: in the stock Node image, from a file.
 *
 * @param files others that the program reads. @default none
 */
export function programOf(
  name: ProgramName,
  files: WorkloadProps['files'] = {},
): Required<Pick<WorkloadProps, 'image' | 'command' | 'files'>> {
  const file = `/citykit/program/${name}.cjs`;
  return { image: images.node, command: ['node', file], files: { [file]: () => bundledProgram(name), ...files } };
}

/**
 * How a service that runs a program of the kit's own is watched: its health and its numbers, at a port of their own.
 *
 * @param startsWithin the longest that it takes until it listens. @default that of every service
 */
export function watchedAt(port: number, startsWithin?: Duration): Required<Pick<ServiceProps, 'metrics' | 'probes'>> {
  const health = { http: '/health', port };
  return {
    metrics: { port, path: '/metrics' },
    probes: { ready: health, live: health, ...(startsWithin && { startsWithin }) },
  };
}
