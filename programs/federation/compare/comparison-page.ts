import { factList, pageOf } from '../../../page/document';
import { type Html, html } from '../../../page/html';
import { table } from '../../../page/table';
import type { ComparedRow, Comparison } from './comparison';
import { type Figure, isFigure, type Measured } from './measured';
import { type CompareLanguage, type CompareWords, compareWords } from './words';

/** Signs of units by their UN/CEFACT code. */
const signs: Readonly<Record<string, string>> = { GQ: 'µg/m³', GP: 'mg/m³', '59': 'ppm', '61': 'ppb', '': '' };

const style = `.lacks { color: var(--warn); white-space: normal; }
td small { display: block; color: var(--soft); }
`;

/** The comparison as one HTML page that needs nothing else. */
export function comparisonPage(comparison: Comparison, language: CompareLanguage): string {
  const words: CompareWords = compareWords[language];
  const { federation, time, cities, rows } = comparison;
  // A small value keeps its digits, and a large one loses those behind the point.
  const numbers = new Intl.NumberFormat(language, {
    maximumFractionDigits: 1,
    maximumSignificantDigits: 3,
    roundingPriority: 'morePrecision',
  });
  const cell = (measured: Measured | undefined): Html => {
    if (!measured) return html``;
    if (!isFigure(measured)) return html`<span class="lacks">${words.lacks[measured.lacks]}</span>`;
    const { of, edition } = measured;
    return html`${figure(measured, words, numbers)}${of !== undefined && html`<small>${words.of(numbers.format(of))}</small>`}${edition && html`<small>${edition}</small>`}`;
  };
  const lines = rows.map((row) => [
    nameOf(row, words),
    ...cities.map(({ id }) => cell(row.cities[id])),
    row.not ? words.not[row.not] : words.yes,
  ]);
  return pageOf({
    language,
    title: words.title(federation),
    style,
    header: factList([[words.asked, `${time.slice(0, 19).replace('T', ' ')} UTC`]]),
    main: html`${table(words.caption, [words.question, ...cities.map(({ title }) => ({ number: title })), words.comparable], lines)}
<ul>${words.notes.map((note) => html`<li>${note}</li>\n`)}</ul>
`,
  });
}

/** A type by its short name; which it is exactly, the JSON says. */
function nameOf({ id }: ComparedRow, words: CompareWords): string {
  const type = /^entities (.*)$/.exec(id)?.[1];
  return type === undefined ? (words.questions[id] ?? id) : words.entities(type.split(/[/#]/).at(-1) ?? type);
}

function figure({ value, unit }: Figure, words: CompareWords, numbers: Intl.NumberFormat): string {
  if (unit === 's') return lasting(value, words, numbers);
  const sign = signs[unit] ?? unit;
  return sign === '' ? numbers.format(value) : `${numbers.format(value)} ${sign}`;
}

/** A time in its largest unit. */
function lasting(seconds: number, { time }: CompareWords, numbers: Intl.NumberFormat): string {
  const steps = [
    [86_400, time.day],
    [3600, time.hour],
    [60, time.minute],
    [1, time.second],
  ] as const;
  const [length, name] = steps.find(([one]) => seconds >= one) ?? steps[3];
  return `${numbers.format(Math.floor(seconds / length))} ${name}`;
}
