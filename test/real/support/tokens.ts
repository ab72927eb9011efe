import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** Signs tokens as a realm would, and as a forger would. */
export class Signer {
  readonly rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  /** The public keys, which name their algorithm as Keycloak's do; the RSA one also as `any`, which names none. */
  get jwks(): object {
    return {
      keys: [
        { ...this.rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa', use: 'sig', alg: 'RS256' },
        { ...this.rsa.publicKey.export({ format: 'jwk' }), kid: 'any', use: 'sig' },
        { ...this.ec.publicKey.export({ format: 'jwk' }), kid: 'ec', use: 'sig', alg: 'ES256' },
      ],
    };
  }

  rs256(claims: object): string {
    return this.#token({ alg: 'RS256', kid: 'rsa' }, claims, (text) => sign('sha256', text, this.rsa.privateKey));
  }

  rs512(claims: object, kid: 'rsa' | 'any' = 'rsa'): string {
    return this.#token({ alg: 'RS512', kid }, claims, (text) => sign('sha512', text, this.rsa.privateKey));
  }

  es256(claims: object): string {
    const key = { key: this.ec.privateKey, dsaEncoding: 'ieee-p1363' as const };
    return this.#token({ alg: 'ES256', kid: 'ec' }, claims, (text) => sign('sha256', text, key));
  }

  unsigned(claims: object): string {
    return this.#token({ alg: 'none' }, claims, () => Buffer.alloc(0));
  }

  /** Signed with the public key as if it were a shared secret. */
  confused(claims: object, kid: 'rsa' | 'any' = 'rsa'): string {
    const secret = this.rsa.publicKey.export({ format: 'pem', type: 'spki' });
    return this.#token({ alg: 'HS256', kid }, claims, (text) => createHmac('sha256', secret).update(text).digest());
  }

  /** Signed by a key of the same name that nobody published. */
  forged(claims: object): string {
    const { privateKey }: { privateKey: KeyObject } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    return this.#token({ alg: 'RS256', kid: 'rsa' }, claims, (text) => sign('sha256', text, privateKey));
  }

  #token(header: object, claims: object, signature: (text: Buffer) => Buffer): string {
    const text = [{ typ: 'JWT', ...header }, claims].map((part) => base64url(JSON.stringify(part))).join('.');
    return `${text}.${base64url(signature(Buffer.from(text)))}`;
  }
}

function base64url(value: string | Buffer): string {
  return Buffer.from(value).toString('base64url');
}
