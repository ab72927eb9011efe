import {
  joinPaths,
  matchMethods,
  matchPrefix,
  matchUnsafe,
} from '../../../constructs/components/gateway/envoy/path-match';

// Envoy matches the whole path; `(?i:…)` is RE2's way to ignore case in a group.
const unsafe = (path: string, encodedSlashes: boolean) => {
  const { regex } = matchUnsafe(path, encodedSlashes).safe_regex as { regex: string };
  return new RegExp(`^(?:${regex.replaceAll('(?i:', '(?:')})$`, 'i');
};

it('matches a path on whole segments', () => {
  expect([matchPrefix('/a'), matchPrefix('/')]).toEqual([{ path_separated_prefix: '/a' }, { prefix: '/' }]);
});

it('matches one method by its name and several by a pattern', () => {
  expect(matchMethods(['POST'])).toEqual({ name: ':method', string_match: { exact: 'POST' } });
  expect(matchMethods(['GET', 'HEAD'])).toEqual({
    name: ':method',
    string_match: { safe_regex: { regex: 'GET|HEAD' } },
  });
});

it('joins paths without doubling a slash', () => {
  expect([joinPaths('/a', '/b'), joinPaths('/a', '/'), joinPaths('/', '/b'), joinPaths('/', '/')]).toEqual([
    '/a/b',
    '/a',
    '/b',
    '/',
  ]);
});

it.each(['/a/b;c', '/a;c/b', '/a/b%2Fc', '/a/b%2fc', '/a/b%5c', '/a/;'])('finds %s unsafe', (path) => {
  expect(unsafe('/a', false).test(path)).toBe(true);
  expect(unsafe('/', false).test(path)).toBe(true);
});

it.each(['/a/..%2Fb', '/a%2F..%2Fb', '/a/b%2F..', '/a/b%2f.%2fc', '/a/b%2F..%5Cc', '/a/b;c'])(
  'finds %s unsafe where encoded slashes are allowed',
  (path) => {
    expect(unsafe('/a', true).test(path)).toBe(true);
  },
);

it.each(['/a/http:%2F%2Fx.org%2Fa..b', '/a/urn:ngsi-ld:A:%C3%A7', '/a/.hidden%2Fx', '/a/x%2F...'])(
  'finds %s safe where encoded slashes are allowed',
  (path) => {
    expect(unsafe('/a', true).test(path)).toBe(false);
  },
);

it('does not look at other paths', () => {
  expect(unsafe('/a.b', false).test('/aXb/c;d')).toBe(false);
  expect(unsafe('/a', false).test('/ab/c;d')).toBe(false);
});
