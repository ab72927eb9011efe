import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../real/compose/engine';
import { makeImages } from '../../real/compose/images';
import { partsFolder } from '../../real/support/rendered/stand-ins/parts-folder';
import { run } from '../../real/support/running';
import { until } from '../../real/support/wait';

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'citykit');
const root = join(__dirname, '..', '..', '..');

/** Images of the node itself: what holds a pod's namespaces, and the cluster's DNS. */
const pause = 'citykit.test/pause:1';
const dns = 'citykit.test/coredns:1';

/** How long images are kept that nobody asks for, in milliseconds: two days. */
const kept = 2 * 24 * 3600 * 1000;

/**
 * The folder of a containerd that has these images, and those of the node, at hand: made once, and again when what
 * they are made of changes. Folders of different images lie beside each other; one that was not asked for lately goes.
 */
export async function imagesAtHand(references: readonly string[]): Promise<string> {
  const all = join(cache, 'rehearsal');
  mkdirSync(all, { recursive: true });
  const folder = join(all, `images-${keyOf(references)}`);
  if (!existsSync(folder)) await makeAll(folder, references);
  const now = new Date();
  utimesSync(folder, now, now);
  for (const other of readdirSync(all).map((name) => join(all, name)))
    if (now.getTime() - statSync(other).mtimeMs > kept) rmSync(other, { recursive: true });
  return folder;
}

async function makeAll(folder: string, references: readonly string[]): Promise<void> {
  const made = `${folder}.new`;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made);
  const engine = await Engine.start();
  try {
    makeImages(engine, references);
    await build(engine, pause, 'CMD ["sleep", "infinity"]');
    await build(engine, dns, 'COPY coredns /coredns\nENTRYPOINT ["/coredns"]', 'coredns');
    await unpack(engine, made, [...references, pause, dns]);
  } finally {
    await engine.stop();
  }
  renameSync(made, folder);
}

/** An image of the base that `makeImages` leaves, with a program of the cache. */
async function build(engine: Engine, reference: string, lines: string, program?: string): Promise<void> {
  const context = mkdtempSync(join(tmpdir(), 'citykit-image-'));
  writeFileSync(join(context, 'Dockerfile'), `FROM citykit.test/base:1\n${lines}\n`);
  if (program) copyFileSync(join(cache, 'kubernetes', 'bin', program), join(context, program));
  const { code, stderr } = await engine.docker('build', '--quiet', '--tag', reference, context);
  rmSync(context, { recursive: true });
  if (code !== 0) throw new Error(`${reference}: ${stderr}`);
}

/** From the engine into a containerd of their own, which unpacks them. */
async function unpack(engine: Engine, folder: string, references: readonly string[]): Promise<void> {
  const state = mkdtempSync(join(tmpdir(), 'citykit-containerd-'));
  const socket = join(state, 'socket');
  const config = join(state, 'config.toml');
  writeFileSync(
    config,
    `version = 2\nroot = "${folder}"\nstate = "${state}/state"\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n` +
      `[grpc]\naddress = "${socket}"\n[plugins."io.containerd.internal.v1.opt"]\npath = "${state}/opt"\n`,
  );
  const containerd = run('containerd', ['--config', config, '--log-level', 'warn'], {
    env: { PATH: '/usr/bin:/usr/sbin:/bin:/sbin' },
    logFile: join(state, 'log'),
  });
  const ctr = `ctr --address '${socket}' --namespace k8s.io`;
  await until('containerd answers', async () => (await engine.say('sh', ['-c', `${ctr} version`])).code === 0, 60);
  const names = references.map((reference) => `'${reference}'`).join(' ');
  const { code, stderr } = await engine.say('bash', [
    '-euo',
    'pipefail',
    '-c',
    `docker save ${names} | ${ctr} images import -`,
  ]);
  await containerd.stop();
  rmSync(state, { recursive: true });
  if (code !== 0) throw new Error(`images: ${stderr}`);
}

/** What the images are made of: the machine's packages and Node, the parts, and the code that says how. */
function keyOf(references: readonly string[]): string {
  const standIns = join(root, 'test/real/support/rendered/stand-ins');
  const files = [
    '/var/lib/dpkg/status',
    join(root, 'test/real/compose/images.ts'),
    join(root, 'constructs/waist/images.ts'),
    __filename,
    ...readdirSync(standIns).map((name) => join(standIns, name)),
    ...readdirSync(partsFolder(''))
      .map((part) => join(partsFolder(part), '.version'))
      .filter(existsSync),
  ];
  const hash = createHash('sha256').update([process.version, ...references].sort().join('\n'));
  for (const file of files.sort()) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
