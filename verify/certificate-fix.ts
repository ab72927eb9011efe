const untrusted =
  'Name by --ca the authority that signed it, as PEM (a self-signed certificate is its own). One that --ca names already is another.';
const time = 'Renew the certificate, and look whether the clock of this machine is right.';
const names = 'Give it a certificate for its names, or look whether its names, or --via, lead to another one.';

/**
 * What to do about a certificate, by the code of the error.
 *
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const fixes: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: time,
  CERT_NOT_YET_VALID: time,
  CERT_REJECTED: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
  CERT_UNTRUSTED: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: names,
  HOSTNAME_MISMATCH: names,
  INVALID_CA: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
};

/** What to do where it is the certificate that keeps a connection from being made; undefined where it is something else. */
export function certificateFix(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && Object.hasOwn(fixes, code) ? fixes[code] : undefined;
}
