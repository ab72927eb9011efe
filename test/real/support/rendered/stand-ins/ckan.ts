import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StandIn, systemPath } from '../stand-in';
import { partsFolder, treeOf } from './parts-folder';

/** CKAN's image (ckan/ckan-docker-base, ckan-2.11/Dockerfile): a configuration with an empty SECRET_KEY, and wsgi.py. */
export function ckan(): StandIn {
  const home = partsFolder('ckan');
  return {
    env: {
      PATH: `${home}/bin:${systemPath}`,
      TZ: 'UTC',
      LC_ALL: 'C.UTF-8',
      HOME: '/srv/app',
      CKAN_INI: '/srv/app/ckan.ini',
      CKAN_STORAGE_PATH: '/var/lib/ckan',
      CKAN_SITE_URL: 'http://localhost:5000',
      CKAN__PLUGINS: 'image_view text_view datatables_view datastore envvars',
      UWSGI_HARAKIRI: '50',
    },
    workingDir: '/srv/app',
    layers: { [home]: home, ...treeOf(`${home}/bin/python3`) },
    files: { '/srv/app/ckan.ini': generatedIni(home), '/srv/app/wsgi.py': wsgi },
    passwd: 'ckan:x:503:502::/srv/app:/bin/bash\n',
  };
}

function generatedIni(home: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-ckan-'));
  const file = join(folder, 'ckan.ini');
  execFileSync(`${home}/bin/ckan`, ['generate', 'config', file], { stdio: 'ignore' });
  const ini = readFileSync(file, 'utf8');
  rmSync(folder, { recursive: true });
  return ini
    .replace(/^SECRET_KEY *=.*$/m, 'SECRET_KEY = ')
    .replace(/^ckan\.plugins *=.*$/m, 'ckan.plugins = image_view text_view datatables_view datastore envvars');
}

/** Does what the file of that name in CKAN's repository does. */
const wsgi = `import os
from logging.config import fileConfig

from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app

path = os.environ['CKAN_INI']
fileConfig(path)
application = make_app(CKANConfigLoader(path).get_config())
`;
