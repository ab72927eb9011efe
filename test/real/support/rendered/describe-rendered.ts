import { spawnSync } from 'node:child_process';
import type { PartName } from '../require-part';
import { describePart } from '../skip';

/** A `describe` that runs rendered containers with real parts; skipped with its reason where that cannot be. */
export function describeRendered(parts: readonly PartName[], title: string, tests: () => void): void {
  const why = missing();
  if (why === undefined) {
    describePart(parts, title, tests);
    return;
  }
  describe(title, () => {
    (process.env.CI === 'true' ? test : test.skip)(`is run (${why})`, () => {
      throw new Error(why);
    });
  });
}

function missing(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'sandboxes need Linux and root';
  const bridge = `ckx${process.pid}`;
  const works = spawnSync('ip', ['link', 'add', bridge, 'type', 'bridge']).status === 0;
  if (works) spawnSync('ip', ['link', 'delete', bridge]);
  return works ? undefined : 'sandboxes need iproute2 and the right to make network interfaces';
}
