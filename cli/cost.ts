import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { loadSpec } from '../constructs/files/load-spec';
import { type City, receivedCity } from '../constructs/spec/city';
import type { Answer } from './answer';
import type { CommandContext } from './command';
import { byPart, type CostEstimate, type CostSum, dollarsOf, shownRegion, sumOf } from './cost/aws-cost';
import { awsPrices, type PriceRow, pricedRegions, priceList } from './cost/aws-prices';
import { makeCities } from './make-cities';
import { assumed, costNotes, sumText } from './report/cost-section';
import { Locale } from './report/language/locale';
import { requireInstalled } from './targets';
import { textTable } from './text-table';

/** What `citykit cost --json` prints. */
export interface CostAnswer extends Answer {
  /** One for each city. */
  readonly estimates: readonly ({ readonly city: string } & ReturnType<typeof asData>)[];
}

/**
 * `citykit cost`: what each city is estimated to cost a month on AWS: each item, the sum of each part and of all, and what
 * the figures rest on. Nothing is written and nobody is asked.
 *
 * @throws {CityError} with the packages of AWS that are not installed, or with every problem of the spec, also those for AWS but for where a certificate comes from.
 */
export async function cost(file: string, { console, json }: CommandContext): Promise<CostAnswer> {
  requireInstalled(['aws']);
  const spec = await loadSpec(file);
  const cities = spec.kind === 'city' ? [spec.city] : spec.cities;
  const folder = await mkdtemp(join(tmpdir(), 'citykit-cost-'));
  try {
    const made = await makeCities(
      cities.map((city) => ({ city: countable(city), targets: ['aws'] as const })),
      spec.kind === 'federation' ? spec.federation : undefined,
      folder,
      ({ title }) => console.progress(title),
    );
    const estimates = made.flatMap(({ report }) =>
      report.targets.flatMap((target) => (target.cost ? [{ city: report.city, estimate: target.cost }] : [])),
    );
    if (!json) console.data(estimates.map(({ city, estimate }) => asText(city.title, estimate)).join('\n\n'));
    const answers = estimates.map(({ city, estimate }) => ({ city: city.name, ...asData(estimate) }));
    return { ok: true, estimates: answers, problems: [] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A certificate costs nothing, so that nobody has to say where it comes from before there is an account. */
function countable(city: City): City {
  const { aws } = city.targets;
  if (aws.hostedZone || aws.certificateArn) return city;
  const hostedZone = { id: 'Z0000000000000000000', name: city.domain };
  return receivedCity({ ...city, targets: { ...city.targets, aws: { ...aws, hostedZone } } });
}

const cents = (dollars: number) => Math.round(dollars * 100) / 100;

const rounded = (sum: CostSum) => ({ ...sum, dollars: cents(sum.dollars) });

function asData(estimate: CostEstimate) {
  const { region, lines, assumptions, unknownTypes } = estimate;
  const shown = shownRegion(estimate);
  return {
    region: shown,
    ...(region !== shown && { wantedRegion: region }),
    currency: 'USD',
    ...rounded(sumOf(lines, shown)),
    lines: lines.map((line) => {
      const row: PriceRow = awsPrices[line.price];
      const price = row.prices[shown];
      return {
        ...line,
        unit: row.unit,
        ...(price && {
          unitPrice: price.dollars,
          asOf: price.asOf,
          dollars: cents(dollarsOf(line, shown) ?? 0),
        }),
        source: priceList(row.service, shown),
      };
    }),
    regions: Object.fromEntries(pricedRegions.map((other) => [other, rounded(sumOf(lines, other))])),
    assumptions,
    unknownTypes,
  };
}

function asText(title: string, estimate: CostEstimate): string {
  const locale = new Locale('en');
  const { t } = locale;
  const region = shownRegion(estimate);
  const rows = byPart(estimate.lines, region).flatMap(([part, lines]) => [
    ...lines.map((line, at) => {
      const dollars = dollarsOf(line, region);
      return [
        at === 0 ? (part ?? t.costWhole) : '',
        locale.price(line.price),
        locale.quantity(line.price, line.quantity),
        dollars === undefined ? t.costUnknown : locale.dollars(dollars),
      ];
    }),
    ['', '', '', pc.bold(sumText(lines, region, locale))],
  ]);
  return [
    pc.bold(title),
    textTable([[t.costPart, t.costItem, t.costQuantity, t.costDollars], ...rows]),
    '',
    ...costNotes(estimate, locale),
    ...assumed(estimate, locale).map((sentence) => `  ${sentence}`),
    t.notCounted,
  ].join('\n');
}
