import { Secret, text } from '../../constructs/waist/primitives';
import { newChart, Rendered, service } from './support';

const fromSecret = (name: string, secret: string) => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key: 'password' } },
});

describe('the environment of a container', () => {
  test('takes a whole secret from its Secret', () => {
    const chart = newChart();
    const secret = new Secret(chart, 'Key');
    service(chart, 'Portal', { env: { KEY: secret.value } });
    expect(new Rendered(chart, externalSecrets).container('Deployment', 'city-portal').env).toEqual([
      fromSecret('KEY', 'city-key'),
    ]);
  });

  test('puts text with a secret inside together from the variable that holds it', () => {
    const chart = newChart();
    const secret = new Secret(chart, 'Key');
    service(chart, 'Portal', { env: { URL: text`redis://:${secret.value}@cache/1`, KEY: secret.value } });
    expect(new Rendered(chart, externalSecrets).container('Deployment', 'city-portal').env).toEqual([
      fromSecret('KEY', 'city-key'),
      { name: 'URL', value: 'redis://:$(KEY)@cache/1' },
    ]);
  });

  test('leaves an empty value out, as the API server does', () => {
    const chart = newChart();
    service(chart, 'Portal', { env: { EMPTY: '', ZERO: 0 } });
    expect(new Rendered(chart, externalSecrets).container('Deployment', 'city-portal').env).toEqual([
      { name: 'EMPTY' },
      { name: 'ZERO', value: '0' },
    ]);
  });

  test('puts variables for secrets that are only inside text before those that need them', () => {
    const chart = newChart();
    const secret = new Secret(chart, 'Key');
    service(chart, 'Portal', {
      env: { FIRST: text`a${secret.value}` },
      args: ['--key', text`${secret.value}`, '--literal', '$(HOME) $5 $$'],
    });
    const container = new Rendered(chart, externalSecrets).container('Deployment', 'city-portal');
    expect(container.env).toEqual([
      fromSecret('SECRET_CITY_KEY', 'city-key'),
      { name: 'FIRST', value: 'a$(SECRET_CITY_KEY)' },
    ]);
    expect(container.args).toEqual(['--key', '$(SECRET_CITY_KEY)', '--literal', '$$(HOME) $5 $$$']);
  });

  test.each(['plain', '$(NAME)', '$$(NAME)', '$$$(NAME)', '$', '$$', 'a$b$$c$(d', ''])(
    'hands %j to the program unchanged',
    (literal) => {
      const chart = newChart();
      const secret = new Secret(chart, 'Key');
      service(chart, 'Portal', { env: { LITERAL: literal, MIXED: text`<${literal}${secret.value}${literal}>` } });
      const { env } = new Rendered(chart, externalSecrets).container('Deployment', 'city-portal');
      const valueOfVariable = (name: string) => env.find((variable: { name: string }) => variable.name === name).value;
      expect(kubeletExpands(valueOfVariable('LITERAL'), {})).toBe(literal);
      expect(kubeletExpands(valueOfVariable('MIXED'), { SECRET_CITY_KEY: 's3cret' })).toBe(
        `<${literal}s3cret${literal}>`,
      );
    },
  );

  test('writes numbers and booleans as text', () => {
    const chart = newChart();
    service(chart, 'Portal', { env: { PORT: 80, DEBUG: false } });
    expect(new Rendered(chart).container('Deployment', 'city-portal').env).toEqual([
      { name: 'PORT', value: '80' },
      { name: 'DEBUG', value: 'false' },
    ]);
  });
});

const externalSecrets = {
  secrets: { kind: 'externalSecrets', store: { kind: 'SecretStore', name: 'vault' } },
} as const;

/** After k8s.io/kubernetes/third_party/forked/golang/expansion: `$$` is a dollar sign, `$(NAME)` a variable. */
function kubeletExpands(text: string | undefined, variables: Readonly<Record<string, string>>): string {
  return (text ?? '').replace(/\$(\$|\(([^)]*)\)|)/g, (whole, rest: string, name: string | undefined) => {
    if (rest === '$') return '$';
    return name === undefined ? whole : (variables[name] ?? whole);
  });
}
