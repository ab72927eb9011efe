import { imageReference } from '../../constructs/waist/images';
import { type Html, html } from '../../page/html';
import { table } from '../../page/table';
import { code } from './breakable';
import type { CityReport } from './city-report';
import type { Locale } from './language/locale';

/** What the platform is made of, and what runs in it. */
export function components({ city, components: parts, programs }: CityReport, locale: Locale): Html {
  const { t } = locale;
  const upstream = parts.map(({ title, upstream: { title: program, image } }) => [
    locale.say(title),
    html`<a href="${image.home}">${program}</a>`,
    image.tag,
    image.licence,
    image.architectures.join(', '),
    replicasOf(title, program, programs),
    code(imageReference(image)),
  ]);
  return html`<h3>${t.components}</h3>
${table(
  t.componentsOf(city.title),
  [t.component, t.upstream, t.version, t.licence, t.architectures, t.replicas, t.image],
  upstream,
)}`;
}

function replicasOf(component: string, program: string, programs: CityReport['programs']): string {
  const services = programs.filter((one) => one.component === component && one.shape === 'service');
  return (services.find(({ title }) => title === program) ?? services[0])?.replicas ?? '';
}
