import { CORS, withSharedCors } from '../../../constructs/components/gateway/envoy/cors';

const route = (name: string, policy?: string) => ({
  name,
  typed_per_filter_config: { ...(policy && { [CORS]: { policy } }), role: name },
});

test('a host says what most of its routes would, and a route what is other', () => {
  const host = { name: 'api', routes: [route('a', 'most'), route('b', 'other'), route('c', 'most')] };
  expect(withSharedCors(host)).toEqual({
    name: 'api',
    routes: [
      { name: 'a', typed_per_filter_config: { role: 'a' } },
      { name: 'b', typed_per_filter_config: { [CORS]: { policy: 'other' }, role: 'b' } },
      { name: 'c', typed_per_filter_config: { role: 'c' } },
    ],
    typed_per_filter_config: { [CORS]: { policy: 'most' } },
  });
});

test('a route without a policy keeps its host from having one', () => {
  const host = { name: 'data', routes: [route('a', 'most'), route('b')] };
  expect(withSharedCors(host)).toBe(host);
});
