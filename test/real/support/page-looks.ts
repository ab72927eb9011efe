import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** What `page-facts.js` finds out in a page. */
export interface PageFacts {
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

/** A window that a page is looked at in. */
export interface Look {
  /** CSS pixels: 375 is a phone. */
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

/** A phone, a tablet and a desk, each by day and by night. */
export const looks: readonly Look[] = [375, 768, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, scheme })),
);

/** What is asked of the page that {@link describePage} looks at. */
export interface LookedAt {
  readonly browser: () => Browser;
  readonly address: () => string;
  /** Whether axe looks too, which takes its time. @default true */
  readonly axe?: boolean;
  /** Fewest texts whose contrast is measured: none of a page that was not drawn. */
  readonly texts: number;
  /** Further tests. */
  readonly more?: (facts: () => PageFacts) => void;
}

const factsScript = readFileSync(join(__dirname, 'page-facts.js'), 'utf8');
const axeScript = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Chromium without a window, which goes nowhere by itself. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
  });
}

/** Finds out what the browser made of a page. */
export function factsOf(page: Page): Promise<PageFacts> {
  return page.evaluate<PageFacts>(factsScript);
}

/** What any page of the kit has to be in a window, whatever it tells. With `CITYKIT_PICTURES` a picture is kept in that folder. */
export function describePage(title: string, { width, scheme }: Look, page: LookedAt): void {
  describe(`${title}, ${width} px wide, ${scheme}`, () => {
    const said: string[] = [];
    const asked: string[] = [];
    let context: BrowserContext;
    let shown: Page;
    let facts: PageFacts;

    beforeAll(async () => {
      context = await page.browser().newContext({ viewport: { width, height: 844 }, colorScheme: scheme });
      shown = await context.newPage();
      shown.on('console', (message) => said.push(message.text()));
      shown.on('pageerror', (error) => said.push(error.message));
      shown.on('request', (request) => asked.push(request.url()));
      await shown.goto(page.address(), { waitUntil: 'load' });
      const { CITYKIT_PICTURES: pictures } = process.env;
      const name = `${title}-${width}-${scheme}.png`.replace(/[^\w.-]+/g, '-');
      if (pictures) await shown.screenshot({ path: join(pictures, name), fullPage: true });
      facts = await factsOf(shown);
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

    if (page.axe !== false)
      test('axe finds nothing that keeps somebody out', async () => {
        await shown.evaluate(axeScript);
        const { violations, passes } = await shown.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'] })");
        const found = violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 100))]);
        expect(found).toEqual([]);
        expect(passes.length).toBeGreaterThan(15);
      });

    test('the browser has nothing to complain of', () => {
      expect(said).toEqual([]);
    });

    test('nothing but the page itself is asked for', () => {
      expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([page.address()]);
    });

    test('every text stands out from its ground by 4.5 to 1 or more', () => {
      expect(facts.contrast.measured).toBeGreaterThan(page.texts);
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

    page.more?.(() => facts);
  });
}
