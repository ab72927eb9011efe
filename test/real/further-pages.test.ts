import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { planOf } from '../../cli/plan/plan';
import { planPage } from '../../cli/plan/plan-page';
import { loadSpec } from '../../constructs/files/load-spec';
import { comparedRows } from '../../programs/federation/compare/comparison';
import { comparisonPage } from '../../programs/federation/compare/comparison-page';
import type { CityMeasures } from '../../programs/federation/compare/measure-city';
import type { Report } from '../../verify/report';
import { reportPage } from '../../verify/reports/page';
import { suiteResults } from '../../verify/suites/run-suite';
import { verifyPlatform } from '../../verify/verify-platform';
import { SmallPlatform, secrets } from '../verify/support/small-platform';
import { describePage, looks, startBrowser } from './support/page-looks';
import { describePart } from './support/skip';

/** Each page, and how many texts it has at least. */
const pages = { verification: 150, plan: 60, comparison: 40, karşılaştırma: 40 } as const;

describePart(['chromium'], 'the pages of verification, plan and comparison in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-pages-'));
  let browser: Browser;

  beforeAll(async () => {
    const texts: Readonly<Record<keyof typeof pages, string>> = {
      verification: reportPage(await verified()),
      plan: await planned(),
      comparison: compared('en'),
      karşılaştırma: compared('tr'),
    };
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, `${name}.html`), text);
    browser = await startBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [name, texts] of Object.entries(pages))
    for (const look of looks)
      describePage(name, look, {
        browser: () => browser,
        address: () => pathToFileURL(join(folder, `${name}.html`)).href,
        texts,
      });
});

/** Of a platform that meets some checks and fails others, with long evidence, and of a suite. */
async function verified(): Promise<Report> {
  const flaws = ['no openapi', 'plain errors', 'no licence', 'city missing', 'places not conforming'] as const;
  const platform = await new SmallPlatform(new Set(flaws)).start();
  try {
    const report = await verifyPlatform(platform.platform, {
      credentials: { id: 'verify', secret: secrets.client },
      via: platform.url,
      patience: 1000,
      write: true,
    });
    const suite = suiteResults('ngsi-ld', [
      { name: '001_01_01 Create an entity with a name that is as long as those of the suite are', status: 'pass' },
      {
        name: '018_05_01 Query entities',
        status: 'fail',
        says: 'KeyError: urn:ngsi-ld:Building:randomUUID:0123456789',
      },
    ]);
    return { ...report, suites: [suite] };
  } finally {
    await platform.stop();
  }
}

/** Of one of two cities that join together, which was verified never. */
async function planned(): Promise<string> {
  const spec = await loadSpec('examples/turkiye/federation.yaml');
  if (spec.kind !== 'federation') throw new Error('the example is a federation');
  return planPage(
    planOf({
      city: spec.cities[0]!,
      file: 'examples/istanbul/city.yaml',
      joined: '2026-11-28',
      together: spec.cities,
      countryIsIn: false,
      report: undefined,
    }),
  );
}

/** Of a city that answers and one that answers some questions. */
function compared(language: 'en' | 'tr'): string {
  const air = 'entities https://smartdatamodels.org/dataModel.Environment/AirQualityObserved';
  const measured = new Map<string, CityMeasures>([
    [
      'istanbul',
      {
        'free-parking': { value: 42.123, unit: '%', of: 1234 },
        no2: { value: 38.5, unit: 'GQ', of: 60 },
        pm10: { lacks: 'mixed-units' },
        age: { value: 93, unit: 's' },
        types: { value: 16, unit: '' },
        [air]: { value: 12_345, unit: '' },
        datasets: { value: 6, unit: '' },
        conformance: { value: 96.2, unit: '%', edition: 'current' },
      },
    ],
    [
      'izmir',
      {
        'free-parking': { lacks: 'no-access' },
        no2: { value: 0.0375, unit: 'GP', of: 3 },
        pm10: { lacks: 'late' },
        age: { lacks: 'unreachable' },
        types: { value: 17, unit: '' },
        datasets: { value: 7, unit: '' },
        conformance: { value: 100, unit: '%', edition: '2024' },
      },
    ],
  ]);
  const cities = [
    { id: 'istanbul', title: 'İstanbul' },
    { id: 'izmir', title: 'İzmir' },
  ];
  const time = '2026-11-28T10:00:00.000Z';
  return comparisonPage({ federation: 'Türkiye', time, cities, rows: comparedRows(measured) }, language);
}
