import type { Egress } from '../../constructs/waist/primitives';
import { type Html, html } from '../../page/html';
import { table } from '../../page/table';
import type { CityReport } from './city-report';
import type { Locale } from './language/locale';

/** What the programs may reach outside the platform. */
export function waysOut({ city, waysOut: known }: CityReport, locale: Locale): Html {
  const { t } = locale;
  const rows = known.map(({ component, program, to, ports, reason }) => [
    component ? `${locale.say(component)}: ${locale.say(program)}` : locale.say(program),
    t.atPorts(placeOf(to, locale), ports.join(', ')),
    locale.say(reason),
  ]);
  return html`<h3>${t.waysOut}</h3>
${rows.length === 0 ? html`<p>${t.noWaysOut}</p>\n` : table(t.waysOutOf(city.title), [t.program, t.to, t.reason], rows)}`;
}

function placeOf(to: Egress['to'], { t }: Locale): string {
  if (to === 'internet') return t.internet;
  if (to === 'cluster-api') return t.clusterApi;
  if ('host' in to) return to.host;
  return 'network' in to ? t.network(to.network) : t.namespace(to.namespace);
}
