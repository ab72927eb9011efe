import { toYaml } from '../constructs/files/to-yaml';
import type { CityPlatform } from '../constructs/platform/city-platform';
import type { FederationPart } from '../constructs/platform/federation-part';
import type { City } from '../constructs/spec/city';
import type { Peer } from '../constructs/spec/federation';
import type { Finding } from '../constructs/waist/finding';
import { CityPlatformProject } from './city-platform-project';
import type { ComposeFile } from './compose-file';
import { checkComposeFile } from './gates/gate';

/** What a city becomes on one machine. */
export interface ComposeSynthesis {
  /** The components and primitives behind the services. */
  readonly platform: CityPlatform;
  /** The Compose file. */
  readonly file: ComposeFile;
  /** What is written, by path: `compose.yaml`, the files that it mounts, and `.gitignore` for what is made beside them. */
  readonly files: ReadonlyMap<string, string>;
  /** What the gates found; empty when the platform may be started. */
  readonly findings: readonly Finding[];
}

/** What `citykit up` makes in the folder: never to be shared. */
const ignored = ['.env', 'certificates/'];

/**
 * Renders a city for one machine and runs every gate.
 *
 * @param peers the other cities of its federation.
 * @param federation its part in its federation.
 * @throws {CityError} with every problem of the city for this target.
 */
export function synthCompose(city: City, peers: readonly Peer[] = [], federation?: FederationPart): ComposeSynthesis {
  const project = new CityPlatformProject({ city, peers, ...(federation && { federation }) });
  const { platform, file } = project;
  const findings = checkComposeFile(file, {
    paths: [...project.files.keys()],
    memoryMi: platform.sizing.budget.mebibytes,
    root: project,
  });
  const [yaml = ''] = toYaml([file]);
  return {
    platform,
    file,
    findings,
    files: new Map([['compose.yaml', yaml], ['.gitignore', `${ignored.join('\n')}\n`], ...project.files]),
  };
}
