import { imageReference } from '../../constructs/waist/images';
import { targets } from '../targets';
import type { CityReport, TargetReport } from './city-report';
import { type Html, html } from './html';
import { table } from './table';
import { count } from './units';

/** What each target gets, what it needs first, and the commands that deploy it. */
export function deployment(report: CityReport): Html {
  return html`<h3>Deployment</h3>
${report.targets.map((target) => onTarget(report, target))}
<p>Public addresses: ${report.hosts.map((host, at) => html`${at > 0 && ', '}<code>https://${host}</code>`)}.</p>
`;
}

function onTarget({ city }: CityReport, { target, objects, files, prerequisites, images }: TargetReport): Html {
  const { title, noun, gates, steps } = targets[target];
  const folder = `${city.name}/${target}`;
  const total = Object.values(objects).reduce((sum, amount) => sum + amount, 0);
  const commands = steps(city, folder).map(
    ({ command, why }) => html`<li>${why}<pre tabindex="0"><code>${command}</code></pre></li>\n`,
  );
  const kinds = Object.entries(objects).map(([kind, amount]) => [kind, amount]);
  return html`<h4>${title} <span class="place">${city.title}</span></h4>
<p>${count(total, noun)} in <code>${folder}/</code>, in ${files.map((file, at) => html`${at > 0 && ', '}<code>${file}</code>`)}.
${count(gates.length, 'gate')} passed: ${gates.map(({ name }) => name).join(', ')}.</p>
${table(
  `Needed before ${city.title} is deployed to ${title}`,
  ['Needed', 'What for'],
  prerequisites.map(({ name, need }) => [name, need]),
)}
<p>Commands, from the folder of this page:</p>
<ol class="steps">
${commands}</ol>
<details>
<summary>What is in it: ${count(kinds.length, 'kind')}, ${count(images.length, 'image')}</summary>
${table(`Kinds of ${noun} for ${city.title} on ${title}`, ['Kind', { number: 'Count' }], kinds)}
${table(
  `Container images of ${city.title} on ${title}`,
  ['Image', 'Licence', 'Architectures', 'Runs as'],
  images.map((image) => [
    html`<code>${imageReference(image)}</code>`,
    image.licence,
    image.architectures.join(', '),
    `${image.user.uid}:${image.user.gid}`,
  ]),
)}</details>
`;
}
