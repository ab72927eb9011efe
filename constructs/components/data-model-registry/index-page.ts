import type { DataModel } from '../../models/data-model';
import { schemaPath } from '../../models/json-schema';

/** The start page of a city's data models: what there is, with links to schema, example and origin. */
export function indexPage(city: string, models: readonly DataModel[], contextUrl: string): string {
  const rows = [...models]
    .sort((a, b) => (a.type < b.type ? -1 : 1))
    .map(
      (model) => `      <tr>
        <th scope="row">${escaped(model.title)}<br><code>${escaped(model.type)}</code></th>
        <td>${escaped(model.description)}</td>
        <td><a href="${schemaPath(model)}">schema</a> <a href="${schemaPath(model, 'keyValues')}">simplified</a>
          <a href="/examples/${model.type}.jsonld">example</a>${model.source ? ` <a href="${escaped(model.source)}">standard</a>` : ''}</td>
      </tr>`,
    );
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Data models of ${escaped(city)}</title>
  <style>
    :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
    body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; vertical-align: top; padding: .6rem .8rem .6rem 0; border-top: 1px solid #8885; }
    td:last-child a { display: inline-block; margin-right: .6rem; }
    code { font-size: .9em; overflow-wrap: anywhere; }
  </style>
</head>
<body>
  <h1>Data models of ${escaped(city)}</h1>
  <p>Send this <a href="${escaped(contextUrl)}">@context</a> with every NGSI-LD request; what it says never changes:<br>
    <code>${escaped(contextUrl)}</code></p>
  <table>
    <tbody>
${rows.join('\n')}
    </tbody>
  </table>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
