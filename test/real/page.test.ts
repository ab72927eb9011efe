import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { page as reportPage } from '../../cli/report/page';
import { loadSpec } from '../../constructs/files/load-spec';
import { reportOf } from '../cli/report/support/example-report';
import { describePage, factsOf, looks, startBrowser } from './support/page-looks';
import { describePart } from './support/skip';

const pages = ['federation', 'city'] as const;

describePart(['chromium'], 'the report page in a browser', () => {
  let folder: string;
  let browser: Browser;
  const addresses = new Map<(typeof pages)[number], string>();

  beforeAll(async () => {
    const spec = await loadSpec('examples/turkiye/federation.yaml');
    if (spec.kind !== 'federation') throw new Error('the example is a federation');
    const cities = [];
    for (const city of spec.cities) cities.push(await reportOf(city, 'kubernetes', 'aws'));
    folder = mkdtempSync(join(tmpdir(), 'citykit-page-'));
    const { title } = spec.federation;
    const texts = {
      federation: await reportPage({ title, cities, language: 'en' }),
      city: await reportPage({ title: 'İzmir', cities: cities.slice(1), language: 'tr' }),
    };
    for (const name of pages) {
      const file = join(folder, `${name}.html`);
      writeFileSync(file, texts[name]);
      addresses.set(name, pathToFileURL(file).href);
    }
    browser = await startBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  for (const name of pages)
    for (const look of looks)
      describePage(`of a ${name}`, look, {
        browser: () => browser,
        address: () => addresses.get(name)!,
        // What a federation's page has more than a city's has no look of its own.
        axe: name === 'city' || (look.width === 375 && look.scheme === 'light'),
        texts: 500,
        more: (facts) => {
          test('architectures are drawn where there is room, with every text in its box, and told in words where there is not', () => {
            const named =
              name === 'city'
                ? ['İzmir platformunun mimarisi']
                : ['Architecture of the platform of İstanbul', 'Architecture of the platform of İzmir'];
            const { pictures, told } = facts();
            if (look.width < 1024) {
              expect({ pictures, told }).toEqual({ pictures: [], told: named.length });
              return;
            }
            expect(told).toBe(0);
            expect(pictures.map((picture) => picture.name)).toEqual(named);
            for (const picture of pictures) {
              expect(picture.width).toBeGreaterThan(800);
              expect(picture.height).toBeGreaterThan(300);
              expect(picture.boxes).toBeGreaterThan(15);
              expect(picture.over).toEqual([]);
            }
          });
        },
      });

  test('on paper it is light, whatever the screen is, without the navigation, and as wide as the paper', async () => {
    // As wide as A4 is between its margins.
    const context = await browser.newContext({ colorScheme: 'dark', viewport: { width: 680, height: 960 } });
    const page = await context.newPage();
    await page.goto(addresses.get('federation')!);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const { ground, ink, navigation, contrast, pictures, wide, brokenWords } = await factsOf(page);
    expect({ ground, ink, navigation }).toEqual({
      ground: 'rgb(255, 255, 255)',
      ink: 'rgb(29, 39, 51)',
      navigation: 'none',
    });
    expect(contrast.pale).toEqual([]);
    expect({ wide, brokenWords }).toEqual({ wide: [], brokenWords: [] });
    expect(pictures).toHaveLength(2);
    await context.close();
  });
});
