import { type Html, html } from '../../page/html';
import { table } from '../../page/table';
import { byPart, type CostEstimate, dollarsOf, shownRegion, sumOf } from '../cost/aws-cost';
import {
  awsPrices,
  isPricedRegion,
  type PricedRegion,
  type PriceId,
  type PriceRow,
  priceDays,
  pricedRegions,
  priceList,
} from '../cost/aws-prices';
import { breakable } from './breakable';
import type { Locale } from './language/locale';

/** What the platform is estimated to cost a month: the sum, each part, each item, and what the figures rest on. */
export function costSection(estimate: CostEstimate, title: string, locale: Locale): Html {
  const { t } = locale;
  const { lines } = estimate;
  const region = shownRegion(estimate);
  const parts = byPart(lines, region);
  const partRows = parts.map(([part, own]) => [named(part, locale), sumText(own, region, locale)]);
  const lineRows = parts.flatMap(([part, own]) =>
    own.map((line) => {
      const row: PriceRow = awsPrices[line.price];
      const price = row.prices[region];
      const dollars = dollarsOf(line, region);
      return [
        named(part, locale),
        locale.price(line.price),
        locale.quantity(line.price, line.quantity),
        price ? `${locale.unitPrice(price.dollars)} / ${locale.unit(line.price)}` : t.costUnknown,
        dollars === undefined ? t.costUnknown : locale.dollars(dollars),
      ];
    }),
  );
  const [known = '', ...notes] = costNotes(estimate, locale);
  return html`<h3>${t.cost}</h3>
<p class="sum">${known}</p>
${notes.map((note) => html`<p>${breakable(note)}</p>\n`)}${table(t.costByPart(title), [t.costPart, { number: t.costDollars }], [...partRows, [t.costTotal, shortSum(estimate, locale)]])}
<details>
<summary>${t.costLines}</summary>
${table(
  t.costByLine(title),
  [t.costPart, t.costItem, { number: t.costQuantity }, { number: t.costUnitPrice }, { number: t.costDollars }],
  lineRows,
)}</details>
<details>
<summary>${t.assumptions}</summary>
<ul>
${assumed(estimate, locale).map((sentence) => html`<li>${sentence}</li>\n`)}</ul>
<p>${t.notCounted}</p>
</details>
`;
}

function named(part: string | undefined, locale: Locale): string {
  return part === undefined ? locale.t.costWhole : locale.say(part);
}

/** The sum in short: `$2,157`, or at least that where a price is missing in it. */
export function shortSum(estimate: CostEstimate, locale: Locale): string {
  const { dollars, unknown } = sumOf(estimate.lines, shownRegion(estimate));
  const known = locale.dollars(dollars);
  return unknown.length === 0 ? known : locale.t.atLeast(known);
}

/** `$2,157`, or with how many prices are missing in it. */
export function sumText(lines: CostEstimate['lines'], region: string, locale: Locale): string {
  const { dollars, unknown } = sumOf(lines, region);
  const known = locale.dollars(dollars);
  if (unknown.length === 0) return known;
  return `${known} (${locale.t.costWithout(unknown.length, locale.whole(unknown.length))})`;
}

/** What has to be said of an estimate, in sentences: first the sum, then what is missing in it and what it is worth. */
export function costNotes(estimate: CostEstimate, locale: Locale): string[] {
  const { t } = locale;
  const { lines, region: wanted, unknownTypes } = estimate;
  const region = shownRegion(estimate);
  const { dollars, unknown } = sumOf(lines, region);
  const { first, last } = priceDays();
  const elsewhere = pricedRegions.filter((other) => other !== region);
  return [
    (unknown.length > 0 ? t.costSumAtLeast : t.costSum)(locale.dollars(dollars), region),
    ...(isPricedRegion(wanted) ? [] : [t.costRegionUnknown(wanted, region)]),
    ...(unknown.length > 0
      ? [t.costMissing(unknown.map((id) => locale.price(id)).join('; '), listsOf(unknown, region))]
      : []),
    ...(unknownTypes.length > 0 ? [t.costTypes(unknownTypes.join(', '))] : []),
    t.costNote(first, last),
    `${t.costElsewhere}: ${elsewhere.map((other) => `${other} ${sumText(lines, other, locale)}`).join(', ')}.`,
  ];
}

/** Where prices can be read, each list once. */
function listsOf(prices: readonly PriceId[], region: PricedRegion): string {
  return [...new Set(prices.map((id) => priceList(awsPrices[id].service, region)))].join(' ');
}

/** The assumptions of an estimate in sentences. */
export function assumed({ assumptions: a }: CostEstimate, locale: Locale): string[] {
  const { assumed: say } = locale.t;
  return [
    say.hours(locale.whole(a.hours)),
    say.load(locale.whole(a.messagesPerSecond), locale.whole(a.messages / 1e6)),
    say.database,
    say.writes(locale.whole(a.writesPerMessage)),
    say.connections(locale.whole(a.connectionsPerUnit), locale.whole(a.bytesPerMessage)),
    say.logs(locale.whole(a.logBytesPerMessage), locale.whole(a.monthsOfLogs), locale.whole(a.compressed * 100)),
  ];
}
