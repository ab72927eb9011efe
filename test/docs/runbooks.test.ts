import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { synthKubernetes } from '../../charts/synth';
import { partOf } from '../../constructs/platform/federation-part';
import { parseCity } from '../../constructs/spec/city';
import { parseFederation } from '../../constructs/spec/federation';
import { Alarm } from '../../constructs/waist/alarm';
import { derivedAlarms } from '../../constructs/waist/derived-alarms';

const folder = join(__dirname, '../../docs/runbooks');
const pages = readdirSync(folder)
  .filter((file) => file !== 'README.md')
  .map((file) => file.replace(/\.md$/, ''))
  .sort();
const read = (name: string) => readFileSync(join(folder, `${name}.md`), 'utf8');

const cities = ['istanbul', 'izmir'].map((name) =>
  parseCity(parse(readFileSync(join(__dirname, `../../examples/${name}/city.yaml`), 'utf8'))),
);
const country = parseFederation(
  parse(readFileSync(join(__dirname, '../../examples/turkiye/federation.yaml'), 'utf8')),
  cities,
);
const platforms = cities.map((city) => synthKubernetes(city, [], partOf(country, city)).platform);

/** Names of all alarms: of components, as a city with everything has them, and of targets. */
const alarms = [
  ...new Set([
    ...Object.keys(derivedAlarms),
    ...platforms.flatMap((platform) => Alarm.all(platform).map(({ name }) => name)),
  ]),
].sort();

test('each alarm has a page, and each page is of an alarm', () => {
  expect(pages).toEqual(alarms);
});

test.each(pages)('the page of %s says what it means, how to look and how to mend', (name) => {
  expect(read(name)).toMatch(
    new RegExp(`^# ${name}\n\n.{20,}\n\n## How to look\n\n(- .{10,}\n)+\n## How to mend\n\n(- .{10,}\n)+$`),
  );
});

test.each([...pages, 'README'])('what the page %s leads to is there', (name) => {
  const links = [...read(name).matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, link]) => link);
  for (const link of links) expect(() => readFileSync(join(folder, link!))).not.toThrow();
});

test('the list names them all', () => {
  expect([...read('README').matchAll(/^\| \[(\w+)\]/gm)].map(([, name]) => name)).toEqual(pages);
});
