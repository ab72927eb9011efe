import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What `test/real/install.sh` can bring. */
export type PartName =
  | 'postgres'
  | 'redis'
  | 'ckan'
  | 'pyshacl'
  | 'solr'
  | 'keycloak'
  | 'envoy'
  | 'apicurio'
  | 'scorpio'
  | 'scorpio-kafka'
  | 'kafka'
  | 'nginx'
  | 'java'
  | 'checkers'
  | 'cfn-lint'
  | 'checkov'
  | 'moto'
  | 'mosquitto'
  | 'restic'
  | 'kubernetes'
  | 'crds'
  | 'chromium'
  | 'pulumi'
  | 'prometheus'
  | 'docker'
  | 'compose'
  | 'helm'
  | 'otelcol';

const install = join(__dirname, '..', 'install.sh');

/** Why a part cannot be started here; undefined when it can. A cluster that KUBECONFIG names counts as `kubernetes`. */
export function missingPart(name: PartName): string | undefined {
  if (name === 'kubernetes' && process.env.KUBECONFIG) return undefined;
  const { status, stdout, stderr } = spawnSync(install, ['--check', name], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${install} --check ${name}: ${stderr}`);
  return stdout.trim() === '' ? undefined : `${stdout.trim()}: run test/real/install.sh ${name}`;
}
