import { synthKubernetes } from '../../../charts/synth';
import { addressPrerequisites } from '../../../cli/report/address-prerequisites';
import { kubernetesPrerequisites } from '../../../cli/report/kubernetes-prerequisites';
import { type CityInput, parseCity } from '../../../constructs/spec/city';
import { Size } from '../../../constructs/waist/units';

type Options = NonNullable<NonNullable<CityInput['targets']>['kubernetes']>;

/** What has to be there for a city with a bus, by its name. */
function needs(kubernetes: Options): ReadonlyMap<string, string> {
  const objectStore = { endpoint: 'https://s3.izmir.example', bucket: 'izmir', secretName: 'object-store' };
  const city = parseCity({
    name: 'izmir',
    country: 'TR',
    population: 4_504_185,
    domain: 'izmir.example',
    contact: { email: 'data@izmir.example' },
    profile: 'city',
    tenants: [{ id: 'parking' }],
    dataModels: ['OffStreetParking'],
    targets: { kubernetes: { objectStore, ...kubernetes } },
  });
  const { objects } = synthKubernetes(city);
  const found = [
    ...kubernetesPrerequisites(city, objects, Size.mebibytes(50)),
    ...addressPrerequisites(city, ['api.izmir.example'], 'kubernetes'),
  ];
  return new Map(found.map(({ name, need }) => [name, need]));
}

test('Strimzi is told to watch the namespace, because by itself it watches its own alone', () => {
  expect(needs({ namespace: 'team-a' }).get('Strimzi')).toContain('It watches the namespace team-a');
  expect(needs({}).get('CloudNativePG')).not.toContain('watches');
});

test('the API server is where the spec says, or where it usually is', () => {
  expect(needs({}).get('API server')).toContain('at any address, on port 443 or 6443.');
  const apiServer = { networks: ['10.30.0.10/32'], ports: [16_443] };
  expect(needs({ apiServer }).get('API server')).toContain('at 10.30.0.10/32, on port 16443.');
});

test('a certificate and an authority of the city are Secrets that it makes', () => {
  const asked = needs({
    edge: { kind: 'ingress', tlsSecret: 'izmir-certificate' },
    objectStore: {
      endpoint: 'https://s3.izmir.example',
      bucket: 'izmir',
      secretName: 'object-store',
      authority: { name: 'izmir-authority' },
    },
  });
  expect(asked.get('Secret izmir-certificate')).toContain('In the namespace izmir, of type kubernetes.io/tls');
  expect(asked.get('Secret izmir-authority')).toContain('the key ca.crt holds the certificates');
  expect(asked.has('Certificate')).toBe(false);
});
