import { RootConstruct } from 'constructs';
import { Reference, Secret, text, textFrom, toText } from '../../../constructs/waist/primitives';

const root = new RootConstruct();
const secret = new Secret(root, 'Secret');
const host = new Reference(secret, 'host', false, 5432);

test('a template keeps its references in reading order', () => {
  expect(text`jdbc://${host}:${5432}/city?ssl=${true}`.parts).toEqual(['jdbc://', host, ':5432/city?ssl=true']);
});

test('a text inside a text is laid open', () => {
  expect(text`[${text`a${host}b`}]`.parts).toEqual(['[a', host, 'b]']);
});

test('text with a secret inside is secret', () => {
  expect(text`x${host}`.secret).toBe(false);
  expect(text`x${secret.value}`.secret).toBe(true);
});

test('a plain template string refuses a reference, because the grant would be lost', () => {
  expect(() => `${host}`).toThrow('Secret.host is a reference: write text`');
});

test('JSON refuses a reference and names the way out', () => {
  expect(() => JSON.stringify({ host })).toThrow('build JSON inside textFrom');
});

test('a document built from marks has its references where the marks were', () => {
  const document = textFrom((read) => JSON.stringify({ a: read(host), b: [`http://${read(host)}/x`] }));
  expect(document.parts).toEqual(['{"a":"', host, '","b":["http://', host, '/x"]}']);
});

test('one reference has one mark, so that the builder may compare', () => {
  textFrom((read) => {
    expect(read(host)).toBe(read(new Reference(secret, 'host', false, 5432)));
    expect(read(host)).not.toBe(read(new Reference(secret, 'host', false, 5433)));
    return '';
  });
});

test('a mark can stand in a URL', () => {
  textFrom((read) => new URL(`http://${read(host)}:80/`).hostname);
});

test('numbers and booleans become their JSON form', () => {
  expect(toText(12).parts).toEqual(['12']);
  expect(toText(false).parts).toEqual(['false']);
});
