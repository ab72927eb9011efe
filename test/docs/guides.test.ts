import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { loadSpec } from '../../constructs/files/load-spec';
import { fencesOf } from '../package/support/fences';

const guides = readdirSync('docs/guide').map((name) => `docs/guide/${name}`);
const pages = ['README.md', ...guides];
const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly files: readonly string[] };

const shipped = (path: string) => files.some((entry) => path === entry || path.startsWith(`${entry}/`));

/** What test/package runs, and for `sh` what it only takes apart. */
const known: Readonly<Record<string, RegExp>> = {
  sh: /^(|clone|pack|cluster|account|keycloak|api|later)$/,
  ts: /^([\w-]+\.ts)?$/,
  yaml: /^([\w-]+\.yaml|later)?$/,
  json: /^$/,
  text: /^(mistakes|shown)$/,
  mermaid: /^$/,
};

test.each(pages)('%s has fences of a known kind only, so that each is tried', (page) => {
  const unknown = fencesOf(page).filter(({ language, mark }) => !known[language]?.test(mark));
  expect(unknown.map(({ line, language, mark }) => `${line}: ${language} ${mark}`)).toEqual([]);
  expect(readFileSync(page, 'utf8').match(/^\s*```/gm)?.length ?? 0).toBe(2 * fencesOf(page).length);
});

test.each(pages)('%s has links into the package only, or absolute ones', (page) => {
  const text = readFileSync(page, 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const broken = links
    .filter((link) => !/^(https:\/\/|#)/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const file = normalize(join(dirname(page), path));
      if (!existsSync(file) || !shipped(file)) return true;
      return anchor !== undefined && !anchorsOf(file).includes(anchor);
    });
  expect(broken).toEqual([]);
});

/** Names of the headings of a page, as links take them. */
function anchorsOf(file: string): string[] {
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('the README links every guide', () => {
  const text = readFileSync('README.md', 'utf8');
  expect(guides.filter((guide) => !text.includes(`(${guide})`))).toEqual([]);
});

test('the commands of a clone are those that CI runs', () => {
  const ci = readFileSync('.ci/run', 'utf8').split('\n');
  const commands = fencesOf('README.md')
    .filter(({ mark }) => mark === 'clone')
    .flatMap(({ code }) => code.trim().split(/ && |\n/));
  expect(commands).toContain('npm start');
  for (const command of commands) {
    expect(ci.some((line) => line === command || line.startsWith(`${command} `))).toBe(true);
  }
});

test('the README’s spec with the README’s mistakes in it is refused in the README’s words', async () => {
  const fence = (name: string) => fencesOf('README.md').find(({ mark }) => mark === name)?.code ?? '';
  const wrong = fence('city.yaml')
    .replace('profile: pilot', 'profil: profil')
    .replace('id: parking }', 'id: Parking }')
    .replace('tenant: parking,', 'tenant: air_quality,')
    .replace('{ type: OffStreetParking', '{ type: WasteContainer');
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  try {
    writeFileSync(join(folder, 'city.yaml'), wrong);
    const error = await loadSpec(join(folder, 'city.yaml')).catch((cause: unknown) => cause);
    expect(`${(error as Error).message.replaceAll(`${folder}/`, '')}\n`).toBe(fence('mistakes'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
