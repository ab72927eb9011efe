import { type Html, html, trusted } from './html';
import { pageStyle } from './style';

/** What a page of the kit consists of. */
export interface PageParts {
  /** BCP 47 tag. */
  readonly language: string;
  readonly title: string;
  /** Below the title. */
  readonly header: Html;
  readonly main: Html;
  /** Rules of CSS of this page alone. @default none */
  readonly style?: string;
}

/**
 * One HTML page that needs nothing else: no script, no font, no address outside, which its Content-Security-Policy says
 * too.
 */
export function pageOf({ language, title, header, main, style = '' }: PageParts): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${trusted(`${pageStyle.trimEnd()}\n${style}`)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${header}</header>
<main>
${main}</main>
</body>
</html>
`.text;
}

/** Whether a value has a part that would not fit a column, such as an address. */
const isLong = (value: string | Html): boolean => typeof value === 'string' && /\S{20}/.test(value);

/** Pairs of a name and what it is, as a list. */
export function factList(facts: readonly (readonly [string, string | Html])[]): Html {
  return html`<dl class="facts">
${facts.map(([name, value]) => html`<div${isLong(value) && html` class="long"`}><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>`;
}
