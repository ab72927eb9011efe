import { imageReference, images } from '../../constructs/waist/images';
import { imagesAtHand } from './support/images';

test('images', async () => {
  const began = Date.now();
  const refs = [
    'postgresClient',
    'postgis',
    'envoy',
    'keycloak',
    'busybox',
    'apicurioRegistry',
    'nginx',
    'scorpio',
    'node',
    'ckanSolr',
    'valkey',
    'ckan',
  ].map((k) => imageReference((images as any)[k]));
  console.log(await imagesAtHand(refs), (Date.now() - began) / 1000);
}, 1_500_000);
