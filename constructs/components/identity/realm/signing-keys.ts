import type { ComponentRepresentation } from './representation';

/** The realm's keys: one to sign tokens (ES256), and Keycloak's own two for cookies and refresh tokens. */
export function signingKeys(): readonly ComponentRepresentation[] {
  return [
    {
      name: 'ecdsa-generated-es256',
      providerId: 'ecdsa-generated',
      config: { priority: ['200'], enabled: ['true'], active: ['true'], ecdsaEllipticCurveKey: ['P-256'] },
    },
    { name: 'hmac-generated-hs512', providerId: 'hmac-generated', config: { priority: ['100'], algorithm: ['HS512'] } },
    { name: 'aes-generated', providerId: 'aes-generated', config: { priority: ['100'] } },
  ];
}
