import { images } from '../../constructs/waist/images';
import { ComposeService } from '../compose-service';
import type { ComposeTarget } from '../compose-target';
import { pathLabel, reasonLabel } from './labels';

/** Name of the service that gives volumes to their owners. */
export const volumeOwners = 'volume-owners';

/** A named volume and who writes to it. */
export interface OwnedVolume {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * A container that gives each new volume to the user who writes to it: the engine makes volumes as root's. It is the only one
 * that is root, may do nothing but that, and ends.
 */
export function renderVolumeOwners(target: ComposeTarget, volumes: readonly OwnedVolume[]): void {
  if (volumes.length === 0) return;
  const at = (name: string) => `/volumes/${name}`;
  const script = volumes.map(({ name, uid, gid }) => `chown ${uid}:${gid} ${at(name)}`).join('\n');
  target.addService(
    new ComposeService(target.scope, 'VolumeOwners', volumeOwners, {
      image: target.imageOf(images.busybox),
      entrypoint: ['/bin/sh', '-euc', script],
      user: '0:0',
      read_only: true,
      cap_drop: ['ALL'],
      cap_add: ['CHOWN'],
      security_opt: ['no-new-privileges:true'],
      mem_limit: '16m',
      cpus: 1,
      pids_limit: 16,
      volumes: volumes.map(({ name }) => ({
        type: 'volume',
        source: name,
        target: at(name),
        volume: { nocopy: true },
      })),
      network_mode: 'none',
      restart: 'no',
      logging: { driver: 'json-file', options: { 'max-size': '10m' } },
      labels: { [pathLabel]: target.scope.node.path, [reasonLabel]: 'gives volumes to the users who write to them' },
    }),
  );
}
