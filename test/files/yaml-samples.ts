/** Words that a reader of YAML 1.1 or 1.2 may take for something else than text, one a line. */
const words = `
no No NO on On off y Y n N yes true True FALSE null Null NULL ~ = <<
1 0 00 -1 +1 1. .5 1.5 1e3 1E3 -1e-3 1e 1_000 1_000.5 1_0e3 0x1F 0x1_F 0xg 0b11 0b1_1 0o7 0o17 07 0777 0_7 089
.inf -.INF .nan NaN inf nan Infinity
12:30:00 1:20 190:20:30.15 1_0:30 -1:30 2026-01-01 2026-01-01T12:00:00Z 2001-12-14t21:59:43.10-05:00 2026-1-1
- ? : , [ ] { } # & * ! | > % @ \` ' " \\ -- --- ... :: a: :a a#b #a &a *a !a !!int |- >+ %a @a [a {a}
e1 _1 1a 0.0.0.0 10.0.0.0/8 ::1 fd00::/8
`
  .trim()
  .split(/\s+/);

const texts = [
  ...[
    '',
    ' ',
    '\n',
    '\n\n',
    '\t',
    '\r\n',
    'a\n',
    'a\n\n',
    '\na',
    ' a',
    'a ',
    ' a\nb',
    'a\n b',
    '  a\nb',
    'a \nb',
    'a\n ',
    'a\n\nb\n',
    'a\n\n\n\tb\n \n\tc',
  ],
  ...[
    'a: b',
    'a #b',
    '- a',
    '? a',
    '!!int 3',
    '2001-12-14 21:59:43.10 -5',
    'a\n---\nb',
    'a\n...\nb',
    '---\na',
    'key: |\n  x\n',
  ],
  // As long as what is written without asking the library.
  ...[
    'https://api.example/v1',
    'registry.example:5000/a/b:1.2',
    'kafka:9092',
    'abcde:',
    'e12345',
    'E1:20:30',
    'e1_000/2',
    'Infinity/1',
    'false/true',
    'abcdef #b',
    'abc--def',
    'a.b.c.d.e.f',
  ],
  ...[
    'a\\nb',
    "it's",
    "Place d'Italie",
    '"a"',
    'a, b',
    'Çağrı Öztürk',
    'Ærøskøbing',
    'Łódź',
    '日本',
    '😀',
    '%TAG ! a',
    '#!/bin/sh\n',
  ],
];

/** Every control character, and what Unicode or YAML 1.1 takes for the end of a line, for nothing or for a mark. */
const characters = [
  ...Array.from({ length: 0xa1 }, (_, code) => code),
  ...[
    0xad, 0x200b, 0x200e, 0x2028, 0x2029, 0x202e, 0x2060, 0xd7ff, 0xe000, 0xfeff, 0xfffd, 0xfffe, 0xffff, 0x1f600,
    0x10ffff,
  ],
].map((code) => [code.toString(16), String.fromCodePoint(code)] as const);

/** Texts by name, each of which every reader of YAML must read as itself. */
export const samples: Readonly<Record<string, string>> = Object.fromEntries([
  ...words.map((word, at) => [`word-${at}`, word]),
  ...texts.map((text, at) => [`text-${at}`, text]),
  ...characters.flatMap(([code, character]) => [
    [`alone-${code}`, character],
    [`between-${code}`, `a${character}b`],
    [`line-${code}`, `a\n${character}b\n`],
  ]),
]);
