import { imageReference } from '../../constructs/waist/images';
import { type Html, html } from '../../page/html';
import { table } from '../../page/table';
import { targets } from '../targets';
import type { Step } from '../targets/synth-target';
import { breakable, code } from './breakable';
import type { CityReport, TargetReport } from './city-report';
import type { Locale } from './language/locale';

/** What each target needs first, the commands that deploy it, and what it gets. */
export function deployment(report: CityReport, locale: Locale): Html {
  return html`<h3>${locale.t.deployment}</h3>
${report.targets.map((target) => onTarget(report, target, locale))}`;
}

function onTarget({ city }: CityReport, made: TargetReport, locale: Locale): Html {
  const { t } = locale;
  const { target, objects, files, prerequisites, images, secrets } = made;
  const { title, noun, gates, steps } = targets[target];
  const folder = `${city.name}/${target}`;
  const total = Object.values(objects).reduce((sum, amount) => sum + amount, 0);
  const kinds = Object.entries(objects);
  const needed = prerequisites.map(locale.prerequisite, locale);
  const image = images.map((one) => [
    code(imageReference(one)),
    one.licence,
    one.architectures.join(', '),
    `${one.user.uid}:${one.user.gid}`,
  ]);
  return html`<h4>${title} <span class="place">${city.title}</span></h4>
<h5>${t.neededFirst}</h5>
<dl class="checklist">
${needed.map(({ name, need }) => html`<div><dt>${breakable(name)}</dt><dd>${breakable(need)}</dd></div>\n`)}</dl>
<h5>${t.commands}</h5>
${commandList(steps(city, folder), locale)}
${secrets && html`<h5>${t.secrets}</h5>\n<p>${locale.say(secrets.where)}</p>\n${commandList(secrets.commands, locale)}\n`}<details>
<summary>${t.made}: ${t.all(noun, total, locale.whole(total))}, ${t.kinds(kinds.length, locale.whole(kinds.length))}, ${t.images(images.length, locale.whole(images.length))}</summary>
<p>${t.madeOf(t.all(noun, total, locale.whole(total)), `${folder}/`)} ${t.files}: ${locale.list(files.map(code))}. ${t.gatesPassed(gates.map(({ name }) => name).join(', '))}</p>
${table(
  t.kindsOf(city.title, title),
  [t.kind, { number: t.count }],
  kinds.map(([kind, amount]) => [breakable(kind), amount]),
)}
${table(t.imagesOf(city.title, title), [t.image, t.licence, t.architectures, t.runsAs], image)}</details>
`;
}

function commandList(steps: readonly Step[], locale: Locale): Html {
  return html`<ol class="steps">
${steps.map(({ command, why }) => html`<li>${locale.say(why)}<pre><code>${breakable(command)}</code></pre></li>\n`)}</ol>`;
}
