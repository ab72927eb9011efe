import { spawnSync } from 'node:child_process';
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
import { imageReference, images } from '../../../constructs/waist/images';
import { Engine, type Said } from '../../real/compose/engine';
import { makeImages } from '../../real/compose/images';
import type { FoundStandIn } from '../../real/support/rendered/stand-ins';
import { kafka } from '../../real/support/rendered/stand-ins/kafka';
import { partsFolder } from '../../real/support/rendered/stand-ins/parts-folder';
import { scorpioOnKafka } from '../../real/support/rendered/stand-ins/scorpio';
import { run } from '../../real/support/running';
import { until } from '../../real/support/wait';
import { operatorParts, parts } from './parts';

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'citykit');
const root = join(__dirname, '..', '..', '..');

/** An image of programs of the cache. */
interface Recipe {
  /** @default the base that `makeImages` leaves */
  readonly from?: string;
  /** Programs of the cache, by their path in the image. */
  readonly programs?: Readonly<Record<string, string>>;
  /** The rest of its Dockerfile. */
  readonly lines: string;
}

/** Debian with PostgreSQL 17, PostGIS and Barman, as `operators/install.sh` leaves it. */
const postgres = 'citykit.test/postgres:17';

/** Images of the node itself: what holds a pod's namespaces, and the cluster's DNS. */
const ofNode: Readonly<Record<string, Recipe>> = {
  'citykit.test/pause:1': { lines: 'CMD ["sleep", "infinity"]' },
  'citykit.test/coredns:1': { programs: { '/coredns': 'coredns' }, lines: 'ENTRYPOINT ["/coredns"]' },
};

/** Images of what stands on a cluster before the city, under the names of its projects' manifests. */
const ofOperators: Readonly<Record<string, Recipe>> = {
  'gcr.io/k8s-staging-metrics-server/metrics-server:master': {
    programs: { '/metrics-server': 'metrics-server' },
    lines: 'ENTRYPOINT ["/metrics-server"]',
  },
  'ghcr.io/cloudnative-pg/cloudnative-pg:1.28.0': {
    programs: { '/manager': 'cnpg-operator', '/operator/manager_amd64': 'cnpg-operator' },
    lines: 'ENTRYPOINT ["/manager"]',
  },
  'ghcr.io/cloudnative-pg/plugin-barman-cloud-testing:main': {
    programs: { '/manager': 'cnpg-barman' },
    lines: 'ENTRYPOINT ["/manager"]',
  },
  'ghcr.io/cloudnative-pg/plugin-barman-cloud-sidecar-testing:main': {
    from: postgres,
    programs: { '/manager': 'cnpg-barman' },
    lines: 'USER 26:26\nENTRYPOINT ["/manager"]',
  },
  [imageReference(images.cnpgPostgis)]: {
    from: postgres,
    lines: 'ENV PATH=/usr/lib/postgresql/17/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8\nUSER 26',
  },
};

const kafkaImage = 'citykit.test/kafka:1';

/** The broker's build for Kafka, and Kafka itself. */
const onKafka = (): Readonly<Record<string, FoundStandIn>> => ({
  [imageReference(images.scorpioKafka)]: { image: images.scorpioKafka, standIn: scorpioOnKafka() },
  [kafkaImage]: { image: { entrypoint: [], cmd: [] }, standIn: kafka() },
});

/** What an operator's cluster needs besides the images of the city, of which one is Kafka. */
export const operatorImages: readonly string[] = [...Object.keys(ofOperators), kafkaImage];

/** How long images are kept that nobody asks for, in milliseconds: two days. */
const kept = 2 * 24 * 3600 * 1000;

/**
 * The folder of a containerd that has these images, and those of the node, at hand. What is there is made once, and again when
 * what images are made of changes; what is missing is added.
 */
export async function imagesAtHand(references: readonly string[]): Promise<string> {
  const all = join(cache, 'rehearsal');
  mkdirSync(all, { recursive: true });
  const folder = join(all, `images-${key()}`);
  const list = join(folder, 'citykit-images');
  const there = existsSync(list) ? readFileSync(list, 'utf8').split('\n') : [];
  const missing = [...Object.keys(ofNode), ...references].filter((reference) => !there.includes(reference));
  if (missing.length > 0) await add(folder, [...new Set(missing)], there);
  const now = new Date();
  utimesSync(folder, now, now);
  for (const other of readdirSync(all).map((name) => join(all, name)))
    if (now.getTime() - statSync(other).mtimeMs > kept) rmSync(other, { recursive: true });
  return folder;
}

async function add(folder: string, missing: readonly string[], there: readonly string[]): Promise<void> {
  const made = `${folder}.new`;
  rmSync(made, { recursive: true, force: true });
  if (there.length > 0) copyImages(folder, made);
  else mkdirSync(made);
  const recipes = { ...ofNode, ...ofOperators };
  const engine = await Engine.start();
  try {
    makeImages(
      engine,
      missing.filter((reference) => !(reference in recipes)),
      onKafka(),
    );
    if (missing.some((reference) => recipes[reference]?.from === postgres))
      await said(engine.docker('import', join(cache, 'kubernetes', 'postgres-17.tar'), postgres));
    for (const reference of missing) if (recipes[reference]) await build(engine, reference, recipes[reference]);
    await unpack(engine, made, missing);
  } finally {
    await engine.stop();
  }
  writeFileSync(join(made, 'citykit-images'), [...there, ...missing].join('\n'));
  rmSync(folder, { recursive: true, force: true });
  renameSync(made, folder);
}

/** Copies a folder of `imagesAtHand`. What is unpacked is only read: a link does. The databases are written. */
export function copyImages(from: string, to: string): void {
  spawnSync('sh', ['-c', 'cp -al "$1" "$2" 2>/dev/null || cp -a "$1" "$2"', 'sh', from, to]);
  for (const name of readdirSync(to, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.db')))
    spawnSync('sh', ['-c', 'cp -a "$1" "$1.new" && mv "$1.new" "$1"', 'sh', join(to, name)]);
}

async function build(engine: Engine, reference: string, { from, programs = {}, lines }: Recipe): Promise<void> {
  const context = mkdtempSync(join(tmpdir(), 'citykit-image-'));
  const copies = Object.entries(programs).map(([path, program]) => {
    copyFileSync(join(cache, 'kubernetes', 'bin', program), join(context, program));
    return `COPY ${program} ${path}`;
  });
  writeFileSync(
    join(context, 'Dockerfile'),
    [`FROM ${from ?? 'citykit.test/base:1'}`, ...copies, lines, ''].join('\n'),
  );
  await said(engine.docker('build', '--quiet', '--tag', reference, context));
  rmSync(context, { recursive: true });
}

async function said(saying: Promise<Said>): Promise<void> {
  const { code, stdout, stderr } = await saying;
  if (code !== 0) throw new Error(`${stdout}${stderr}`);
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
  await until('containerd answers', async () => (await engine.say('sh', ['-c', `${ctr} version`])).code === 0);
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
function key(): string {
  const standIns = join(root, 'test/real/support/rendered/stand-ins');
  const files = [
    '/var/lib/dpkg/status',
    join(root, 'test/real/compose/images.ts'),
    join(root, 'constructs/waist/images.ts'),
    join(root, 'test/rehearsal/operators/install.sh'),
    __filename,
    ...readdirSync(standIns).map((name) => join(standIns, name)),
    ...[...parts, ...operatorParts].map((part) => join(partsFolder(part), '.version')).filter(existsSync),
  ];
  const hash = createHash('sha256').update(process.version);
  for (const file of files.sort()) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
