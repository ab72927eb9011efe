import { type Html, html } from '../../page/html';
import { targets } from '../targets';
import type { CityReport } from './city-report';
import type { Locale } from './language/locale';

/** What the platform goes without, each with its reason, where nobody reads over it. */
export function optOutSection({ city, optOuts: known, targets: made }: CityReport, locale: Locale): Html {
  const { t } = locale;
  if (known.length === 0) return html`<h3>${t.optOuts}</h3>\n<p>${t.nothingLeftOut}</p>\n`;
  const items = known.map(({ measure, reason, where, targets: names }) => {
    const on =
      names.length === made.length ? t.everyTarget : t.onTargets(names.map((name) => targets[name].title).join(', '));
    return html`<li><strong>${t.without(locale.say(measure))}</strong> <span class="soft">${locale.say(where)}, ${on}</span><br>
${locale.say(reason)}</li>\n`;
  });
  return html`<div class="callout">
<h3>${t.optOuts}</h3>
<p>${t.withoutIntro(city.title)}</p>
<ul>
${items}</ul>
</div>
`;
}
