import { Construct } from 'constructs';
import type { City } from '../../spec/city';
import { ExternalEndpoint } from '../../waist/primitives/external-endpoint';
import { Secret } from '../../waist/primitives/secret';
import type { WritablePortal } from './publisher';

/** A CKAN of the city's own: `openDataPortal.existing` of a spec. */
type ExistingPortalProps = NonNullable<City['openDataPortal']['existing']>;

/** A portal that the city runs already, written to with a token that somebody has made there. */
export function existingPortal(scope: Construct, id: string, props: ExistingPortalProps): WritablePortal {
  const own = new Construct(scope, id);
  const { hostname, port, pathname } = new URL(props.url);
  const { endpoint } = new ExternalEndpoint(own, 'Portal', {
    host: hostname,
    port: port === '' ? 443 : Number(port),
    scheme: 'https',
    title: 'Portal of the city',
  });
  return {
    organization: props.organization,
    env: {
      PORTAL_URL: endpoint.url(pathname.replace(/\/$/, '')),
      PORTAL_TOKEN: Secret.fromExisting(own, 'Token', props.token).value,
    },
  };
}
