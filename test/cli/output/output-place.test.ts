import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { refusePlace } from '../../../cli/output/output-place';
import { isCityError } from '../../../constructs/problems/city-error';

let scratch: string;

beforeEach(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'citykit-place-')));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

function reason(out: string, overwrite = false): string {
  try {
    refusePlace(out, overwrite);
  } catch (error) {
    if (!isCityError(error)) throw error;
    const [problem] = error.problems;
    expect(problem).toMatchObject({ code: 'output-place', path: '--out', value: out });
    return (
      problem?.rule.replace(/^Artefacts are written to a folder for them alone, and (?:this is )?(.+)\.$/, '$1') ?? ''
    );
  }
  return 'taken';
}

function file(...steps: string[]): string {
  const path = join(scratch, ...steps);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  return dirname(path);
}

describe('refused are', () => {
  test.each([
    ['/', 'the root of the file system'],
    [homedir(), 'a home folder'],
    ['.', 'the current folder'],
    ['..', 'a folder around the current one'],
    [join(__dirname, '../../..'), 'the current folder'],
    ['.git/out', 'a part of a git repository'],
    ['charts', 'a folder of a git checkout with other files in it: cache.ts'],
  ])('%s', (out, why) => {
    expect(reason(out)).toBe(why);
  });

  test('the root of another project, and of a checkout', () => {
    expect(reason(file('app', 'package.json'))).toBe('the root of a project: it holds package.json');
    expect(reason(file('clone', '.git'))).toBe('the root of a project: it holds .git');
  });

  test('what a link leads to', () => {
    symlinkSync('/', join(scratch, 'link'));
    expect(reason(join(scratch, 'link'))).toBe('the root of the file system');
  });

  test('a file, and a link that leads nowhere, also on the way', () => {
    const taken = join(scratch, 'taken');
    writeFileSync(taken, '');
    const link = join(scratch, 'link');
    symlinkSync('nowhere', link);
    for (const below of ['', '/out', '/out/more']) {
      expect(reason(taken + below)).toBe(`a file lies there: ${taken}`);
      expect(reason(link + below, true)).toBe(`a link that leads nowhere lies there: ${link}`);
    }
  });

  test('the others even when files may be overwritten, but not a folder of a checkout', () => {
    expect(reason('.', true)).toBe('the current folder');
    expect(reason('charts', true)).toBe('taken');
  });
});

describe('taken are', () => {
  test('a folder that is not there, one that is empty, and one with other files outside of a checkout', () => {
    expect(reason(join(scratch, 'new', 'out'))).toBe('taken');
    expect(reason(scratch)).toBe('taken');
    expect(reason(file('mine', 'notes.txt'))).toBe('taken');
    expect(reason('out-that-is-new')).toBe('taken');
  });

  test('a folder of a checkout that citykit wrote to, or that holds no more than what git reads', () => {
    file('clone', '.git');
    file('clone', 'out', 'citykit-outputs.json');
    expect(reason(file('clone', 'out', 'index.html'))).toBe('taken');
    expect(reason(file('clone', 'empty', '.gitignore'))).toBe('taken');
  });
});
