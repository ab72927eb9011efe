import { bundledProgram, type ProgramName } from './bundled-program';
import { images } from './images';
import type { WorkloadProps } from './primitives/workload';

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
