import { spawnSync } from 'node:child_process';

/** What a program may be given: its help, as text. */
export type Help = (program: string, subcommand: readonly string[]) => string | undefined;

/** A command as it is written: no variables filled in. */
interface Command {
  readonly words: readonly string[];
}

/**
 * What is wrong with commands that are not run: syntax that bash does not take, and options that a program's own help does
 * not have.
 *
 * @param help of a program that is there; undefined for one that is not.
 */
export function problemsOf(code: string, help: Help): string[] {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: code, encoding: 'utf8' });
  if (status !== 0) return [stderr];
  return commandsOf(code).flatMap(({ words }) => {
    const [program = '', ...args] = words;
    const end = args.indexOf('--');
    const own = end < 0 ? args : args.slice(0, end);
    const firstOption = own.findIndex((word) => word.startsWith('-'));
    // Global options such as --namespace stand before the subcommand.
    const subcommand = own.filter((word, at) => /^[a-z][a-z-]+$/.test(word) && !valueOfOption(own, at, firstOption));
    const text = help(program, subcommand);
    if (text === undefined) return [];
    return own
      .filter((word) => /^--[a-z]/.test(word))
      .map((word) => word.split('=')[0] ?? word)
      .filter((option) => !new RegExp(`${option}\\b(?!-)`).test(text))
      .map((option) => `${[program, ...subcommand].join(' ')} has no ${option}`);
  });
}

function valueOfOption(words: readonly string[], at: number, firstOption: number): boolean {
  return firstOption >= 0 && at > 0 && (words[at - 1] ?? '').startsWith('--') && !(words[at - 1] ?? '').includes('=');
}

/** The commands of a script: no comments, heredocs or assignments, and what stands in `$( … )` for itself. */
function commandsOf(code: string): Command[] {
  const text = code
    .replaceAll(/<<'(\w+)'\n[\s\S]*?\n\1\n?/g, '\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .replaceAll(/(^|\s)#.*$/gm, '$1')
    .replaceAll(/\$\(/g, '\n')
    .replaceAll(/'[^']*'/g, 'QUOTED');
  return text
    .split(/\n|&&|\|\||\||;|(?<!\S)&(?!\S)/)
    .map((line) =>
      line
        .replace(/^\s*(\w+=\S*\s+)*/, '')
        .replaceAll(/[")&]+\s*$/g, '')
        .trim(),
    )
    .filter((line) => line !== '' && !line.startsWith('<<'))
    .map((line) => ({ words: line.replace(/^npx /, '').split(/\s+/) }));
}
