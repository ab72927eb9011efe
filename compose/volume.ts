import type { Volume, Workload } from '../constructs/waist/primitives';
import type { ComposeKind } from './compose-kind';
import type { ComposeTarget } from './compose-target';

/** A named volume. */
export const volumeKind: ComposeKind<Volume> = {
  runs: 'nowhere',
  ready: () => undefined,
  render(volume, target) {
    const name = target.nameOf(volume);
    target.addVolume(name, { scope: volume });
    return { outputs: {}, keeps: [name] };
  },
};

/** The named volumes of a workload, by where they are mounted. */
export function volumesOf({ volumes }: Workload, target: ComposeTarget): Record<string, string> {
  return Object.fromEntries(Object.entries(volumes).map(([path, volume]) => [path, target.nameOf(volume)]));
}
