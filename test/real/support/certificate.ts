import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from './environment';

/** Files in PEM. */
export interface Certificate {
  /** The authority that signed it. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** Makes a certificate for a host, by an authority of its own, in a folder. */
export function certificateFor(host: string, folder: string, days = 2): Certificate {
  const file = (name: string) => join(folder, name);
  const request = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const out = (name: string) => ['-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)];
  const by = ['-CA', file('authority.pem'), '-CAkey', file('authority.key'), '-CAcreateserial', '-days', String(days)];
  openssl('req', '-x509', ...request, '-days', '2', '-subj', '/CN=authority', ...out('authority'));
  openssl('req', ...request, '-subj', '/CN=server', ...out('server'));
  writeFileSync(file('names'), `subjectAltName=DNS:${host}\n`);
  openssl('x509', '-req', '-in', file('server.pem'), ...by, '-extfile', file('names'), '-out', file('server.crt'));
  return { authority: file('authority.pem'), certificate: file('server.crt'), key: file('server.key') };
}

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
}
