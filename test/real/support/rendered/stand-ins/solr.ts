import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type StandIn, systemPath } from '../stand-in';
import { javaHome } from './java-home';
import { partsFolder, treeOf } from './parts-folder';

const own = join(__dirname, '..', '..', '..', 'parts', 'solr');

/**
 * Solr as a library. It makes its core on the volume like the image's `solr-precreate`, and takes its heap from the same
 * variable; the image's other start scripts are not run.
 */
export function solr(): StandIn {
  const home = partsFolder('solr');
  const java = javaHome(17);
  return {
    env: { PATH: `${java}/bin:${dirname(process.execPath)}:${systemPath}`, SOLR_HOME: '/var/solr/data' },
    workingDir: '/opt/solr',
    layers: { [home]: home, ...treeOf(`${java}/bin/java`), ...treeOf(process.execPath) },
    files: {
      '/opt/solr/configset/schema.xml': readFileSync(schemaFile(), 'utf8'),
      '/opt/solr/configset/solrconfig.xml': readFileSync(join(own, 'solrconfig.xml'), 'utf8'),
      '/opt/solr/forward.cjs': forward,
      '/opt/solr/start.sh': start(home),
    },
    passwd: 'solr:x:8983:8983::/var/solr:/bin/bash\n',
    java: ['-XX:TieredStopAtLevel=1'],
    entrypoint: ['/bin/bash', '/opt/solr/start.sh'],
    cmd: [],
  };
}

function schemaFile(): string {
  const lib = join(partsFolder('ckan'), 'lib');
  const python = readdirSync(lib).find((name) => name.startsWith('python3'));
  return join(lib, python ?? '', 'site-packages', 'ckan', 'config', 'solr', 'schema.xml');
}

const start = (home: string) => `set -eu
core=$SOLR_HOME/ckan
if [ ! -d "$core" ]; then
  mkdir -p "$core/conf"
  cp /opt/solr/configset/* "$core/conf"
  touch "$core"/conf/{protwords,synonyms,stopwords}.txt
  echo name=ckan >"$core/core.properties"
  echo '<solr/>' >"$SOLR_HOME/solr.xml"
fi
cd "$SOLR_HOME"
node /opt/solr/forward.cjs &
exec java -Xms"$SOLR_HEAP" -Xmx"$SOLR_HEAP" -cp "${home}:${home}/lib/*" SolrBoot "$SOLR_HOME" 8983
`;

/** The library listens on the loopback address alone. */
const forward = `const { connect, createServer } = require('node:net');
const { networkInterfaces } = require('node:os');
const { address } = networkInterfaces().eth0.find(({ family }) => family === 'IPv4');
createServer((client) => {
  const server = connect(8983, '127.0.0.1');
  client.pipe(server).pipe(client);
  for (const socket of [client, server]) socket.on('error', () => (client.destroy(), server.destroy()));
}).listen(8983, address);
`;
