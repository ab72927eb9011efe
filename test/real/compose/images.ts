import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { imageReference, images } from '../../../constructs/waist/images';
import type { StandIn } from '../support/rendered/stand-in';
import { systemPath } from '../support/rendered/stand-in';
import { type FoundStandIn, standInOf } from '../support/rendered/stand-ins';
import { busybox } from '../support/rendered/stand-ins/busybox';
import { partsFolder } from '../support/rendered/stand-ins/parts-folder';
import type { Engine } from './engine';

const base = 'citykit.test/base:1';

/** Of an interpreter's own tree, which a part brings nothing of. */
const unused = /^\/.*\/lib\/python[\d.]+\/(site-packages|test)(\/|$)/;

/** What no program of a platform needs of this machine. */
const left = [
  'usr/lib/google-cloud-sdk',
  'usr/lib/chromium',
  'usr/lib/llvm*',
  'usr/lib/gcc*',
  'usr/lib/git-core',
  'usr/lib/jvm/*/jmods',
  'usr/lib/jvm/*/lib/src.zip',
  'usr/lib/*/valgrind',
  'usr/lib/*/dri',
  '*.a',
  'usr/bin/containerd*',
  'usr/bin/docker*',
  'usr/sbin/dockerd',
  'usr/bin/ctr',
  'usr/share/vim',
  'usr/share/package-lists',
  'usr/lib/debug',
  'usr/lib/modules',
  'usr/lib/firmware',
  'usr/local/*',
  'usr/src',
  'usr/include',
  'usr/share/doc',
  'usr/share/man',
  'usr/share/locale',
  'usr/share/icons',
  'usr/share/fonts',
  'usr/games',
];

/**
 * The images of a platform under their official names, made of what stands for each of them on this machine: no registry of
 * images is asked.
 *
 * @param others what else stands for an image, by its reference
 */
export function makeImages(
  engine: Engine,
  references: readonly string[],
  others: Readonly<Record<string, FoundStandIn>> = {},
): void {
  const exclude = left.map((path) => `--exclude=${path}`).join(' ');
  const roots = '$(cd / && ls -d usr etc bin lib lib32 lib64 sbin 2>/dev/null)';
  const empty = mkdtempSync(join(tmpdir(), 'citykit-image-'));
  for (const path of ['tmp', 'run', 'var/lib', 'var/run', 'home', 'root', 'srv'])
    mkdirSync(join(empty, path), { recursive: true });
  chmodSync(join(empty, 'tmp'), 0o1777);
  shell(
    engine,
    `tar ${exclude} --exclude=etc/shadow* -cf - -C / ${roots} -C ${empty} tmp run var home root srv | docker import - ${base}`,
  );
  rmSync(empty, { recursive: true });
  for (const reference of references) makeImage(engine, reference, others[reference] ?? found(reference));
}

function makeImage(engine: Engine, reference: string, { image, standIn }: FoundStandIn): void {
  const context = mkdtempSync(join(tmpdir(), 'citykit-image-'));
  const copies: string[] = [];
  const owner = Object.values(images).find((one) => imageReference(one) === reference)?.user;
  const chown = owner ? `--chown=${owner.uid}:${owner.gid} ` : '';
  Object.entries(standIn.layers ?? {}).forEach(([target, source], at) => {
    cpSync(realpathSync(source), join(context, `layer-${at}`), {
      recursive: true,
      filter: (path) => path.startsWith(partsFolder('')) || !unused.test(path),
      verbatimSymlinks: true,
      preserveTimestamps: true,
    });
    copies.push(`COPY ${target.startsWith('/opt/') ? chown : ''}layer-${at} ${target}`);
  });
  const files = {
    ...standIn.files,
    ...('httpClient' in image && image.httpClient === 'wget' && { '/usr/local/bin/nc': nc }),
  };
  for (const [path, content] of Object.entries(files)) {
    const at = join(context, 'files', path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, content, { mode: content.startsWith('#!') ? 0o755 : 0o644 });
  }
  if (Object.keys(files).length > 0) copies.push('COPY files/ /');
  writeFileSync(join(context, 'passwd'), `root:x:0:0:root:/root:/bin/sh\n${standIn.passwd ?? ''}`);
  const entrypoint = standIn.entrypoint ?? image.entrypoint;
  const lines = [
    `FROM ${base}`,
    ...copies,
    'COPY passwd /etc/passwd',
    `ENV ${Object.entries({ HOME: '/', ...standIn.env })
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      .join(' ')}`,
    `WORKDIR ${standIn.workingDir ?? '/'}`,
    ...(entrypoint.length > 0 ? [`ENTRYPOINT ${JSON.stringify(entrypoint)}`] : []),
    `CMD ${JSON.stringify(standIn.cmd ?? image.cmd)}`,
  ];
  writeFileSync(join(context, 'Dockerfile'), `${lines.join('\n')}\n`);
  shell(engine, `docker build --quiet --tag '${reference}' '${context}'`);
  rmSync(context, { recursive: true });
}

function found(reference: string): FoundStandIn {
  if (reference === imageReference(images.postgis)) return { image: images.postgis, standIn: postgis() };
  if (reference === imageReference(images.busybox)) return { image: images.busybox, standIn: busybox() };
  const known = standInOf(reference);
  if (!known) throw new Error(`nothing stands in for the image ${reference}`);
  return known;
}

/** The image postgis/postgis: the distribution's server, and as much of the image's entrypoint as a platform uses. */
function postgis(): StandIn {
  const bin = spawnSync('sh', ['-c', 'ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1'], { encoding: 'utf8' });
  return {
    env: { PATH: `${bin.stdout.trim()}:/opt/image:${systemPath}`, PGDATA: '/var/lib/postgresql/data', LANG: 'C.UTF-8' },
    files: { '/opt/image/docker-entrypoint.sh': entrypoint },
    passwd: 'postgres:x:999:999::/var/lib/postgresql:/bin/bash\n',
  };
}

/** The part of busybox's that probes and waits use: `nc -z [-w SECONDS] HOST PORT`. */
const nc = `#!/bin/bash
[ "$1" = -z ] && shift || exit 1
limit=5
[ "$1" = -w ] && limit=$2 && shift 2
exec timeout "$limit" bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2"
`;

const entrypoint = `#!/bin/bash
set -euo pipefail
umask 077
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  eval 'initdb --username=postgres --pwfile=<(printf "%s\\n" "$POSTGRES_PASSWORD") '"\${POSTGRES_INITDB_ARGS:-}"
  printf '\\nhost all all all scram-sha-256\\n' >>"$PGDATA/pg_hba.conf"
fi
exec "$@" -c listen_addresses='*'
`;

function shell(engine: Engine, line: string): void {
  const { status, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', line], { env: engine.env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${line}: ${stderr}`);
}
