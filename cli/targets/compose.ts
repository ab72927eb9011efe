import { writeFiles } from '../output/write-files';
import { addressPrerequisites } from '../report/address-prerequisites';
import { composePrerequisites } from '../report/compose-prerequisites';
import { imagesOf } from '../report/images-of';
import { madeSecrets } from './made-secrets';
import { quoted, type SynthTarget } from './synth-target';

const up = (folder: string) => `npx citykit up ${quoted(folder)}`;

/** Read by users of containers, whatever mask whoever writes has. */
const readable = 0o644;

export const compose: SynthTarget = {
  title: 'Compose',
  packages: [],
  noun: 'object',
  gates: [
    { name: 'schema', checks: 'The file agrees with the schema of the Compose Specification.' },
    { name: 'consistency', checks: 'Networks, volumes, files and services that are named are there.' },
    {
      name: 'policy',
      checks:
        'No root, no rights, a file system that is only read, limits, fixed image tags, no secret in the file, one way in.',
    },
    { name: 'budget', checks: 'The memory limits of all services together stay within the profile.' },
  ],
  steps: (_, folder) => [
    { command: up(folder), why: 'Makes passwords and a certificate, starts everything and returns when it is up.' },
  ],
  async synth(city, folder, peers, federation) {
    const { synthCompose } = await import('../../compose/synth');
    const { secretVariable } = await import('../../compose/secret');
    const { platform, file, files, findings } = synthCompose(city, peers, federation);
    writeFiles(folder, files, readable);
    const secrets = madeSecrets(platform, {
      where:
        'citykit up makes them in the file .env beside compose.yaml, for its owner alone. Keep a copy. From that folder:',
      list: 'cut -d= -f1 .env',
      show: (secret) => `grep '^${secretVariable(secret, city.name, city.rotation)}=' .env`,
    });
    return {
      platform,
      objects: {
        network: Object.keys(file.networks).length,
        service: Object.keys(file.services).length,
        volume: Object.keys(file.volumes).length,
      },
      files: ['compose.yaml'],
      findings,
      prerequisites: [
        ...addressPrerequisites(city, platform.gateway.hosts, 'compose'),
        ...composePrerequisites(city, file),
      ],
      ...(secrets && { secrets }),
      images: imagesOf(file, city.registryMirrors),
    };
  },
};
