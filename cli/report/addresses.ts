import { type Html, html } from '../../page/html';
import { breakable } from './breakable';
import type { CityReport } from './city-report';
import type { Locale } from './language/locale';

/** Where the platform answers: first the portal and the API. */
export function addresses({ addresses: known }: CityReport, { t }: Locale): Html {
  const rows = [
    [t.portal, known.portal, t.portalFor],
    [t.api, known.api, t.apiFor],
    [t.signIn, known.signIn, t.signInFor],
    [t.tokens, known.issuer, t.tokensFor],
    [t.models, known.models, t.modelsFor],
  ] as const;
  return html`<h3>${t.addresses}</h3>
<dl class="addresses">
${rows.map(
  ([name, url, what]) =>
    html`<div><dt>${name}</dt><dd><a href="${url}">${breakable(url.replace('https://', ''))}</a></dd><dd class="soft">${what}</dd></div>\n`,
)}</dl>
<p class="soft">${t.addressesNote}</p>
`;
}
