import { imageReference } from '../../constructs/waist/images';
import type { CityReport } from './city-report';
import { type Html, html } from './html';
import { table } from './table';

/** What the platform is made of, and what runs in it. */
export function components({ city, components: parts, programs }: CityReport): Html {
  const upstream = parts.map(({ title, upstream: { title: program, image } }) => [
    title,
    html`<a href="${image.home}">${program}</a>`,
    image.tag,
    image.licence,
    image.architectures.join(', '),
    replicasOf(title, program, programs),
    html`<code>${imageReference(image)}</code>`,
  ]);
  return html`<h3>Components</h3>
${table(
  `Components of ${city.title} and their upstream programs`,
  ['Component', 'Upstream', 'Version', 'Licence', 'Architectures', 'Replicas', 'Image'],
  upstream,
)}`;
}

function replicasOf(component: string, program: string, programs: CityReport['programs']): string {
  const services = programs.filter((one) => one.component === component && one.shape === 'service');
  return (services.find(({ title }) => title === program) ?? services[0])?.replicas ?? '';
}
