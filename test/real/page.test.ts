import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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
  readonly navigation: string;
  readonly headings: readonly number[];
  readonly contrast: { readonly measured: number; readonly pale: readonly { text: string; ratio: number }[] };
  readonly pictures: readonly { name: string; width: number; height: number; boxes: number; over: readonly string[] }[];
  readonly unreachable: readonly string[];
}

const factsScript = readFileSync(join(__dirname, 'support', 'page-facts.js'), 'utf8');
const looks = [390, 1280].flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ width, scheme })));

describePart(['chromium'], 'the report page in a browser', () => {
  let folder: string;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    const spec = await loadSpec('examples/turkiye/federation.yaml');
    if (spec.kind !== 'federation') throw new Error('the example is a federation');
    const cities = [];
    for (const city of spec.cities) cities.push(await reportOf(city, 'kubernetes', 'aws'));
    folder = mkdtempSync(join(tmpdir(), 'citykit-page-'));
    const file = join(folder, 'index.html');
    writeFileSync(file, await reportPage({ title: spec.federation.title, cities }));
    address = pathToFileURL(file).href;
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
    });
  });

  afterAll(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  describe.each(looks)('$width px wide, $scheme', ({ width, scheme }) => {
    const said: string[] = [];
    const asked: string[] = [];
    let context: BrowserContext;
    let facts: Facts;

    beforeAll(async () => {
      context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: scheme });
      const page = await context.newPage();
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(error.message));
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(address, { waitUntil: 'load' });
      facts = await look(page);
    });

    afterAll(() => context?.close());

    test('nothing is wider than the window', () => {
      expect(facts.scrollWidth).toBe(facts.clientWidth);
    });

    test('the browser has nothing to complain of', () => {
      expect(said).toEqual([]);
    });

    test('nothing but the page itself is asked for', () => {
      expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([address]);
    });

    test('every text stands out from its ground by 4.5 to 1 or more', () => {
      expect(facts.contrast.measured).toBeGreaterThan(500);
      expect(facts.contrast.pale).toEqual([]);
    });

    test('headings go down one level at a time', () => {
      expect(facts.headings.slice(0, 5)).toEqual([1, 2, 2, 2, 3]);
      const jumps = facts.headings.filter((level, at) => level - (facts.headings[at - 1] ?? 0) > 1);
      expect(jumps).toEqual([]);
    });

    test('the scheme of the reader is followed', () => {
      expect(facts.ground).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(15, 23, 42)');
    });

    test('the pictures are there, named, and no text reaches over the edge of its box', () => {
      expect(facts.pictures.map(({ name }) => name)).toEqual([
        'Architecture of the platform of İstanbul',
        'Architecture of the platform of İzmir',
      ]);
      for (const picture of facts.pictures) {
        expect(picture.width).toBeGreaterThan(800);
        expect(picture.height).toBeGreaterThan(300);
        expect(picture.boxes).toBeGreaterThan(15);
        expect(picture.over).toEqual([]);
      }
    });

    test('what has to be scrolled can be scrolled with the keyboard', () => {
      expect(facts.unreachable).toEqual([]);
    });
  });

  test('on paper it is light, whatever the screen is, and without the navigation', async () => {
    const context = await browser.newContext({ colorScheme: 'dark' });
    const page = await context.newPage();
    await page.goto(address);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const { ground, ink, navigation, contrast } = await look(page);
    expect({ ground, ink, navigation }).toEqual({
      ground: 'rgb(255, 255, 255)',
      ink: 'rgb(29, 39, 51)',
      navigation: 'none',
    });
    expect(contrast.pale).toEqual([]);
    await context.close();
  });
});

function look(page: Page): Promise<Facts> {
  return page.evaluate<Facts>(factsScript);
}
