import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describePart } from '../real/support/skip';
import { prepareCluster } from './support/cluster';
import { imagesAtHand } from './support/images';
import { Node } from './support/node';
import { parts } from './support/parts';
import { stopwatch, synth, Town } from './support/town';

const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();

/** What a city may run: the last tag, or what CITYKIT_UPGRADE_FROM names; without a tag, twenty steps ago. */
function before(): string {
  if (process.env.CITYKIT_UPGRADE_FROM) return process.env.CITYKIT_UPGRADE_FROM;
  return git('tag', '--merged', 'HEAD~1', '--sort=-creatordate').split('\n')[0] || 'HEAD~20';
}

describePart(parts, 'A small town of an earlier version on a real node', () => {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-rehearsal-'));
  const checkout = join(folder, 'checkout');
  let node: Node;

  beforeAll(() => {
    git('worktree', 'add', '--detach', checkout, before());
    symlinkSync(resolve('node_modules'), join(checkout, 'node_modules'));
    execFileSync('node', ['tools/build.mjs'], { cwd: checkout });
  });
  afterAll(async () => {
    await node?.stop();
    git('worktree', 'remove', '--force', checkout);
    rmSync(folder, { recursive: true });
  });

  test('takes the artefacts of this one, and keeps what it holds', async () => {
    const [old, young] = [synth(checkout, join(folder, 'old')), synth('.', join(folder, 'new'))];
    const images = await imagesAtHand([...new Set([...old.images, ...young.images])]);
    node = await Node.start(images);
    await prepareCluster(node);
    const town = new Town(node);
    const coming = stopwatch();
    for (const line of old.next) await town.shell(line);
    await town.worked();
    await town.open();
    await town.write('before');
    coming(`an entity is there at ${git('describe', '--always', '--tags', before())}`);
    const upgrading = stopwatch();
    await town.shell(young.next[1] ?? '');
    await town.settled();
    upgrading('every program is upgraded');
    await town.worked();
    upgrading('every job has ended');
    await town.chain('upgraded');
    expect((await town.entity('before')).status).toBe(200);
    upgrading('the probe chain is green');
  });
});
