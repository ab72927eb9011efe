import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { md, pki } from 'node-forge';
import { CityError } from '../../constructs/problems/city-error';
import { writeSecret } from './write-secret';

/** A certificate with its chain, and its key, in PEM. */
export interface Certificate {
  readonly chain: string;
  readonly key: string;
}

/** Days that a certificate is renewed before it ends. */
const early = 30;
const day = 86_400_000;

/**
 * What is left on the machine: the authority, whose certificate people trust once, and what it signed. Browsers take no
 * certificate of more than 398 days.
 */
const lifetimes = { authority: 3650, certificate: 397 } as const;

/**
 * The certificate of a platform, signed by an authority of this machine alone. Both are made when they are missing, and the
 * certificate again when its time is nearly over or the hosts are others. Keys are readable for their owner only.
 *
 * @param folder where they lie.
 * @returns the certificate, and the file of the authority.
 */
export function localCertificate(
  folder: string,
  hosts: readonly string[],
): Certificate & { readonly authority: string } {
  const at = (name: string) => join(folder, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = at('authority.pem');
  if (!existsSync(authority) || !existsSync(at('authority-key.pem')) || !lasts(readFileSync(authority, 'utf8'))) {
    const made = makeAuthority(hosts[0] ?? 'localhost');
    writeSecret(at('authority-key.pem'), made.key);
    writeSecret(authority, made.chain);
  }
  const signer = { chain: readFileSync(authority, 'utf8'), key: readFileSync(at('authority-key.pem'), 'utf8') };
  if (!serves(folder, hosts, signer.chain)) {
    const { chain, key } = sign(signer, hosts);
    writeSecret(at('key.pem'), key);
    writeSecret(at('certificate.pem'), chain);
  }
  return { ...read(folder), authority };
}

/**
 * The certificate that the city put into the folder.
 *
 * @throws {CityError} when it is not there, is for other hosts, or its time is over.
 */
export function ownCertificate(folder: string, hosts: readonly string[]): Certificate {
  const problem = problemOf(folder, hosts);
  if (problem) {
    throw new CityError(
      [
        {
          code: 'certificate-unfit',
          path: 'targets.compose.certificate',
          value: 'own',
          rule: problem,
          fix: `Put certificate.pem, with its chain, and key.pem into ${folder}.`,
        },
      ],
      'machine',
    );
  }
  return read(folder);
}

function problemOf(folder: string, hosts: readonly string[]): string | undefined {
  if (!existsSync(join(folder, 'certificate.pem')) || !existsSync(join(folder, 'key.pem')))
    return 'The certificate or its key is not there.';
  const certificate = new X509Certificate(readFileSync(join(folder, 'certificate.pem')));
  if (new Date(certificate.validTo).getTime() < Date.now())
    return `The certificate was good until ${certificate.validTo}.`;
  const left = hosts.filter((host) => certificate.checkHost(host) === undefined);
  return left.length > 0 ? `The certificate is not for ${left.join(', ')}.` : undefined;
}

function read(folder: string): Certificate {
  return {
    chain: readFileSync(join(folder, 'certificate.pem'), 'utf8'),
    key: readFileSync(join(folder, 'key.pem'), 'utf8'),
  };
}

function lasts(pem: string): boolean {
  return new Date(new X509Certificate(pem).validTo).getTime() > Date.now() + early * day;
}

function serves(folder: string, hosts: readonly string[], authority: string): boolean {
  if (problemOf(folder, hosts) !== undefined) return false;
  const { chain } = read(folder);
  return lasts(chain) && new X509Certificate(chain).verify(new X509Certificate(authority).publicKey);
}

function makeAuthority(host: string): Certificate {
  const name = [{ name: 'commonName', value: `citykit authority of this machine for ${host}` }];
  return make(name, lifetimes.authority, [
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
}

function sign(signer: Certificate, hosts: readonly string[]): Certificate {
  const dns = 2;
  const authority = pki.certificateFromPem(signer.chain);
  return make(
    [{ name: 'commonName', value: hosts[0] }],
    lifetimes.certificate,
    [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: dns, value })) },
      { name: 'subjectKeyIdentifier' },
      { name: 'authorityKeyIdentifier', keyIdentifier: authority.generateSubjectKeyIdentifier().getBytes() },
    ],
    signer,
  );
}

/** Makes a pair of keys and a certificate for it, signed by `signer` or by itself. */
function make(
  subject: pki.CertificateField[],
  days: number,
  extensions: readonly object[],
  signer?: Certificate,
): Certificate {
  // Node makes keys in its own engine, in a tenth of the time.
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(publicKey);
  // Positive, as a certificate's number has to be, and never twice the same.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = new Date(Date.now() - day);
  certificate.validity.notAfter = new Date(Date.now() + days * day);
  certificate.setSubject(subject);
  certificate.setIssuer(signer ? pki.certificateFromPem(signer.chain).subject.attributes : subject);
  certificate.setExtensions([...extensions]);
  certificate.sign(pki.privateKeyFromPem(signer?.key ?? privateKey), md.sha256.create());
  return { chain: pki.certificateToPem(certificate).replaceAll('\r', ''), key: privateKey };
}
