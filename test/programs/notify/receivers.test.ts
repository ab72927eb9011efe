import type { Receiver } from '../../../constructs/spec/receiver';
import { tryAddressCheck } from '../../../programs/notify/receivers';

const receivers: readonly Receiver[] = [
  { host: '*', schemes: ['https'], ports: [443] },
  { host: '*.izmir.example', network: '10.20.0.0/16', schemes: ['https', 'mqtts'], ports: [8443, 8883] },
  { network: '10.30.0.0/16', schemes: ['http'], ports: [8080] },
  { network: 'fd00:20::/32', schemes: ['http'], ports: [8080] },
  { namespace: 'apps', schemes: ['http'], ports: [80] },
];

/** Of these addresses, those at which the URL may be notified; undefined when it may not be at all. */
function allowed(url: string, addresses: readonly string[]): readonly string[] | undefined {
  const check = tryAddressCheck(new URL(url), receivers);
  return check && addresses.filter(check);
}

test.each([
  [
    'https://hooks.example/a',
    ['8.8.8.8', '2a00:1450::1'],
    ['10.20.0.1', '127.0.0.1', '169.254.169.254', '::1', 'fd00::1'],
  ],
  ['https://hooks.example/a', [], ['100.64.0.1', '192.0.2.1', '224.0.0.1', '0.0.0.0', '::ffff:8.8.8.8', '2001:db8::1']],
  ['https://a.izmir.example:8443/a', ['10.20.255.1'], ['10.21.0.1', '8.8.8.8', '127.0.0.1']],
  ['mqtts://a.izmir.example/topic', ['10.20.255.1'], ['10.21.0.1', '8.8.8.8']],
  ['http://10.30.1.2:8080/a', ['10.30.1.2'], ['10.31.0.1']],
  ['http://[fd00:20::7]:8080/a', ['fd00:20::7'], ['fd00:21::7']],
  ['http://hook.apps/a', ['10.96.0.7', 'fd00::7'], ['127.0.0.1', '169.254.169.254', '::1']],
  ['http://hook.apps.svc.cluster.local/a', ['10.96.0.7'], ['127.0.0.1']],
  ['http://pod-0.hook.apps.svc/a', ['10.96.0.7'], ['127.0.0.1']],
])('%s may be notified at %j and not at %j', (url, yes, no) => {
  expect(allowed(url, [...yes, ...no])).toEqual(yes);
});

test.each([
  ['another scheme', 'http://hooks.example/a'],
  ['another port', 'https://hooks.example:8443/a'],
  ['the domain itself', 'https://izmir.example:8443/a'],
  ['a domain that ends like it', 'https://notizmir.example:8443/a'],
  ['an address where names are allowed', 'https://8.8.8.8/a'],
  ['an address of no network', 'http://10.31.0.1:8080/a'],
  ['an address in another spelling', 'http://0x7f.1:8080/a'],
  ['another namespace', 'http://hook.kube-system/a'],
  ['a name that only begins like the namespace', 'http://hook.apps.example/a'],
  ['the namespace alone', 'http://apps/a'],
])('%s is refused: %s', (_, url) => {
  expect(tryAddressCheck(new URL(url), receivers)).toBeUndefined();
});
