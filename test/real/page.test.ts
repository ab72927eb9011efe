import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { page as reportPage } from '../../cli/report/page';
import { loadSpec } from '../../constructs/files/load-spec';
import { reportOf } from '../cli/report/support/example-report';
import { describePart } from './support/skip';

/** What `page-facts.js` finds out in the page. */
interface Facts {
  readonly ground: string;
  readonly ink: string;
  readonly scrollWidth: number;
  readonly clientWidth: number;
  readonly navigation: string | null;
  readonly headings: readonly number[];
  readonly contrast: { readonly measured: number; readonly pale: readonly { text: string; ratio: number }[] };
  readonly pictures: readonly { name: string; width: number; height: number; boxes: number; over: readonly string[] }[];
  readonly wide: readonly string[];
  readonly scrolled: readonly string[];
  readonly small: readonly string[];
  readonly brokenWords: readonly string[];
  /** Pictures that are told in words. */
  readonly told: number;
}

const factsScript = readFileSync(join(__dirname, 'support', 'page-facts.js'), 'utf8');
const axeScript = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** A phone, a tablet and a desk. */
const widths = [375, 768, 1280] as const;
const pages = ['federation', 'city'] as const;
const looks = pages.flatMap((name) =>
  widths.flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ name, width, scheme }))),
);

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
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
    });
  });

  afterAll(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  describe.each(looks)('of a $name, $width px wide, $scheme', ({ name, width, scheme }) => {
    const said: string[] = [];
    const asked: string[] = [];
    let context: BrowserContext;
    let page: Page;
    let facts: Facts;

    beforeAll(async () => {
      context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: scheme });
      page = await context.newPage();
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(error.message));
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(addresses.get(name)!, { waitUntil: 'load' });
      facts = await look(page);
    });

    afterAll(() => context?.close());

    test('nothing is wider than the window or than what it stands in, and nothing scrolls sideways', () => {
      expect(facts.scrollWidth).toBe(facts.clientWidth);
      expect(facts.wide).toEqual([]);
      expect(facts.scrolled).toEqual([]);
    });

    test('no word is broken, and every letter is large enough to be read', () => {
      expect(facts.brokenWords).toEqual([]);
      expect(facts.small).toEqual([]);
    });

    // What a federation's page has more than a city's has no look of its own.
    const axed = name === 'city' || (width === 375 && scheme === 'light');
    if (axed)
      test('axe finds nothing that keeps somebody out', async () => {
        await page.evaluate(axeScript);
        const { violations, passes } = await page.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'] })");
        const found = violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 100))]);
        expect(found).toEqual([]);
        expect(passes.length).toBeGreaterThan(15);
      });

    test('the browser has nothing to complain of', () => {
      expect(said).toEqual([]);
    });

    test('nothing but the page itself is asked for', () => {
      expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([addresses.get(name)]);
    });

    test('every text stands out from its ground by 4.5 to 1 or more', () => {
      expect(facts.contrast.measured).toBeGreaterThan(500);
      expect(facts.contrast.pale).toEqual([]);
    });

    test('headings go down one level at a time', () => {
      expect(facts.headings[0]).toBe(1);
      const jumps = facts.headings.filter((level, at) => level - (facts.headings[at - 1] ?? 0) > 1);
      expect(jumps).toEqual([]);
    });

    test('the scheme of the reader is followed', () => {
      expect(facts.ground).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(15, 23, 42)');
    });

    test('architectures are drawn where there is room, with every text in its box, and told in words where there is not', () => {
      const named =
        name === 'city'
          ? ['İzmir platformunun mimarisi']
          : ['Architecture of the platform of İstanbul', 'Architecture of the platform of İzmir'];
      if (width < 1024) {
        expect({ pictures: facts.pictures, told: facts.told }).toEqual({ pictures: [], told: named.length });
        return;
      }
      expect(facts.told).toBe(0);
      expect(facts.pictures.map((picture) => picture.name)).toEqual(named);
      for (const picture of facts.pictures) {
        expect(picture.width).toBeGreaterThan(800);
        expect(picture.height).toBeGreaterThan(300);
        expect(picture.boxes).toBeGreaterThan(15);
        expect(picture.over).toEqual([]);
      }
    });
  });

  test('on paper it is light, whatever the screen is, without the navigation, and as wide as the paper', async () => {
    // As wide as A4 is between its margins.
    const context = await browser.newContext({ colorScheme: 'dark', viewport: { width: 680, height: 960 } });
    const page = await context.newPage();
    await page.goto(addresses.get('federation')!);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const { ground, ink, navigation, contrast, pictures, wide, brokenWords } = await look(page);
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

function look(page: Page): Promise<Facts> {
  return page.evaluate<Facts>(factsScript);
}
