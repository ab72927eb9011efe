import { isIP } from 'node:net';
import type { VerifiedPlatform } from '../constructs/components/verification/verified-platform';
import { VerifyError } from './verify-error';

/** First labels of the hosts of a platform. */
const labels = ['api', 'data', 'id', 'models'];

/**
 * A platform of which only an address is known: the domain, or one of its hosts. Tenants are then those of the token, data
 * models those that have a schema, datasets those that the portal lists.
 *
 * @param issuer who signs its tokens. @default the realm at `id.<domain>` that is named as the domain begins
 * @throws VerifyError where the text is no address, or one without a name
 */
export function platformAt(address: string, issuer?: string): VerifiedPlatform {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.username + url.password !== '')
    throw new VerifyError(
      `${address} is no address of a platform.`,
      'Write it as https://api.izmir.example, or name a spec.',
      true,
    );
  if (isIP(url.hostname.replace(/^\[|\]$/g, '')))
    throw new VerifyError(
      `${address} has no name: the parts of a platform are told apart by theirs.`,
      `Write it as https://api.izmir.example, or name a spec, and where it is as --via ${url.origin}.`,
      true,
    );
  const [first = '', ...rest] = url.host.split('.');
  const domain = labels.includes(first) ? rest.join('.') : url.host;
  const host = (label: string) => `${label}.${domain}`;
  return {
    title: domain,
    hosts: labels.map((label) => host(label).replace(/:\d+$/, '')),
    api: `https://${host('api')}/ngsi-ld/v1`,
    portal: `https://${host('data')}`,
    models: `https://${host('models')}`,
    issuer: issuer?.replace(/\/+$/, '') ?? `https://${host('id')}/realms/${domain.split('.')[0]}`,
  };
}
