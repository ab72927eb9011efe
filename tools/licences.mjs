import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * The licence of every package among the inputs of a bundle, as comments.
 *
 * @param {readonly string[]} inputs paths from the root
 */
export function licencesOf(inputs) {
  const packages = inputs.flatMap((input) => input.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []);
  return [...new Set(packages)].sort().map(licenceOf).join('');
}

function licenceOf(folder) {
  const file = readdirSync(join(root, folder)).find((name) => /^licen[cs]e/i.test(name));
  const { license, author } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  // It asks for nothing to be kept.
  if (!file && license === 'Unlicense')
    return `\n/* Bundled from ${folder}, which is in the public domain (${license}). */\n`;
  // The author's name is all that the package gives of its notice.
  if (!file && license === 'MIT' && typeof author === 'string')
    return `\n/* Bundled from ${folder}: Copyright ${author.replace(/ <.*>$/, '')}, MIT License (opensource.org/license/mit). */\n`;
  if (!file) throw new Error(`${folder} is bundled and has no licence file`);
  const text = readFileSync(join(root, folder, file), 'utf8')
    .trim()
    .replaceAll('*/', '* /');
  return `\n/*\nBundled from ${folder}:\n\n${text}\n*/\n`;
}
