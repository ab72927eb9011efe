import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

/** Thirty countries with member cities, as many as the network of OASC has. */
const countries = [
  ...['AT', 'BE', 'BR', 'BG', 'HR', 'CY', 'CZ', 'DK', 'EE', 'FI', 'FR', 'DE', 'GR', 'HU', 'IE'],
  ...['IT', 'LV', 'LT', 'LU', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SI', 'ES', 'SE', 'TR', 'GB'],
];

/**
 * Writes a federation of cities like the one of a spec, which differ in name, country, size, load and tenants. The first
 * so many cities are the same in every federation, so that a larger one is more of the same.
 *
 * @param {string} folder where to write
 * @param {string} model spec of the city to vary
 * @param {number} amount how many cities
 * @returns {Promise<string>} the file of the federation, or of the city where there is one only
 */
export async function writeFederation(folder, model, amount) {
  const spec = parse(await readFile(model, 'utf8'));
  await mkdir(folder, { recursive: true });
  const files = [];
  for (let at = 0; at < amount; at++) {
    const file = `city-${at + 1}.yaml`;
    await writeFile(join(folder, file), stringify(variant(spec, at)));
    files.push(file);
  }
  if (amount === 1) return join(folder, files[0]);
  const federation = join(folder, 'federation.yaml');
  await writeFile(federation, stringify({ federation: 'benchmark', joining: 'first', cities: files }));
  return federation;
}

/** The city at a place of the list: two neighbours share a country, since two of a country join at once. */
function variant(spec, at) {
  const name = `city-${at + 1}`;
  const tenants = spec.tenants.map((tenant) => ({ ...tenant, title: `${tenant.title} ${at + 1}` }));
  return {
    ...spec,
    name,
    title: `City ${at + 1}`,
    country: countries[Math.floor(at / 2) % countries.length],
    population: 100_000 + ((at * 377_777) % 5_000_000),
    domain: `${name}.example`,
    contact: { name, email: `data@${name}.example` },
    tenants,
    targets: {
      ...spec.targets,
      aws: { ...spec.targets.aws, hostedZone: { ...spec.targets.aws.hostedZone, name: `${name}.example` } },
    },
  };
}
