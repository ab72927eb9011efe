import { join } from 'node:path';
import type { PlatformNotes } from '../../compose/compose-file';
import { CityError } from '../../constructs/problems/city-error';
import { localCertificate, ownCertificate } from './certificates';
import { readEnvironment, writeEnvironment } from './environment-file';
import { randomPassword } from './random-password';

/** What was prepared. */
export interface Prepared {
  /** Passwords that are new. */
  readonly made: readonly string[];
  /** File of the authority that browsers have to trust; none where the certificate is the city's own. */
  readonly authority?: string;
}

/**
 * Makes what the Compose file in a folder leaves to the machine: passwords and a certificate, in `.env`. What is there
 * already stays as it is.
 *
 * @throws {CityError} when a secret is missing that somebody else keeps, or the city's own certificate is not fit.
 */
export function prepare(folder: string, { secrets, given, edge }: PlatformNotes): Prepared {
  const file = join(folder, '.env');
  const variables = readEnvironment(file);
  const missing = given.filter((name) => !variables.get(name));
  if (missing.length > 0) {
    throw new CityError(
      missing.map((name) => ({
        code: 'secret-given' as const,
        path: file,
        value: undefined,
        rule: `${name} is a secret that somebody else keeps.`,
        fix: `Add a line ${name}=… to ${file}.`,
      })),
      'machine',
    );
  }
  const made = Object.keys(secrets).filter((name) => !variables.get(name));
  for (const name of made) variables.set(name, randomPassword(secrets[name]!));
  let authority: string | undefined;
  if (edge) {
    const certificates = join(folder, 'certificates');
    const certificate =
      edge.issuer === 'own' ? ownCertificate(certificates, edge.hosts) : localCertificate(certificates, edge.hosts);
    if ('authority' in certificate) authority = certificate.authority as string;
    variables.set(edge.certificate.chain, certificate.chain);
    variables.set(edge.certificate.key, certificate.key);
  }
  writeEnvironment(file, variables);
  return { made, ...(authority && { authority }) };
}
