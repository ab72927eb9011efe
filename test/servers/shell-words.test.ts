import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { shellWord } from '../../constructs/servers/shell-words';
import { runs } from '../support/runs';

describe('a shell word', () => {
  test('quotes literals and reads variables', () => {
    expect(shellWord(["it's ", { variable: 'A' }, '$B'])).toBe(`'it'\\''s '"$A"'$B'`);
    expect(shellWord([])).toBe("''");
    expect(shellWord([''])).toBe("''");
  });

  test('stands for exactly its pieces in a real shell, whatever they hold', () => {
    // An environment and an argument hold any character but NUL.
    const piece = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''));
    fc.assert(
      fc.property(piece, piece, piece, (before, value, after) => {
        const word = shellWord([before, { variable: 'VALUE' }, after]);
        const printed = execFileSync('/bin/sh', ['-c', `printf %s ${word}`], { env: { VALUE: value } });
        expect(printed.toString()).toBe(before + value + after);
      }),
      runs(60),
    );
  });
});
