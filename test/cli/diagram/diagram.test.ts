import { RootConstruct } from 'constructs';
import { dot } from '../../../cli/diagram/dot';
import { mermaid } from '../../../cli/diagram/mermaid';
import { type PlatformGraph, platformGraph } from '../../../cli/diagram/platform-graph';
import { svg } from '../../../cli/diagram/svg';
import { CityPlatform } from '../../../constructs/platform/city-platform';
import { parseCity } from '../../../constructs/spec/city';
import { connections } from '../../../constructs/waist/graph';
import { nameOf } from '../../../constructs/waist/names';

const city = parseCity({
  name: 'town',
  country: 'TR',
  population: 5000,
  profile: 'laptop',
  tenants: [{ id: 'parking' }],
});
const platform = new CityPlatform(new RootConstruct(), 'town', { city });
const graph = platformGraph(platform);

const small: PlatformGraph = {
  title: 'A <b> & "c"',
  nodes: [
    { id: 'outside', label: 'People, devices, services', detail: '', kind: 'outside' },
    { id: 'end', label: 'A "quoted" <name>', detail: 'one, two, three, four', kind: 'database', group: 'Group & co' },
    { id: 'job', label: 'Setup', detail: 'once', kind: 'job' },
  ],
  edges: [
    { from: 'outside', to: 'end', label: '5432', kind: 'path' },
    { from: 'job', to: 'end', label: '5432', kind: 'path' },
    { from: 'job', to: 'end', label: '', kind: 'mount' },
  ],
};

describe('the graph', () => {
  test('its arrows are the network paths of the references, and the way in', () => {
    const paths = graph.edges
      .filter(({ kind }) => kind === 'path')
      .map(({ from, to, label }) => `${from} ${to} ${label}`);
    const granted = connections(platform).map(({ from, to, port }) => `${nameOf(from)} ${nameOf(to)} ${port}`);
    const edge = nameOf(platform.gateway.edge);
    expect(paths.sort()).toEqual([...granted, `outside ${edge} https`].sort());
  });

  test('each arrow begins and ends at a box', () => {
    const ids = new Set(graph.nodes.map(({ id }) => id));
    expect(graph.edges.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
  });

  test('a box beside the components says what it is for', () => {
    const shared = graph.nodes.filter(({ group }) => group === undefined).map(({ label }) => label);
    expect(shared).toEqual(['People, devices, services', 'PostgreSQL', 'Database setup']);
  });
});

describe('for Graphviz', () => {
  test('ports stand in the box that listens, long lists are broken, and text is escaped', () => {
    expect(dot(small)).toContain(
      '"end" [label=<<b>A &#34;quoted&#34; &#60;name&#62;</b><br/><font point-size="11">one, two,</font><br/>' +
        '<font point-size="11">three, four</font><br/><font point-size="11">port 5432</font>>, shape="cylinder", class="database"];',
    );
    expect(dot(small)).toContain('"job" -> "end" [class="mount", style="dashed", arrowhead="none"];');
    expect(dot(small)).not.toContain('label="5432"');
  });
});

describe('as SVG', () => {
  test('it needs nothing else, and has a name for who cannot see it', async () => {
    const picture = await svg(small);
    expect(picture).toMatch(
      /^<svg width="\d+" height="\d+" class="platform" role="img" aria-label="Platform of A &#60;b&#62; &#38; &#34;c&#34;"/,
    );
    expect(picture).not.toMatch(/<script|<image|url\(|href=|<title>| id="/);
    expect(picture).toContain('prefers-color-scheme: dark');
  });

  test('the titles of groups are drawn last', async () => {
    const picture = await svg(small, { unstyled: true });
    expect(picture).not.toContain('<style>');
    expect(picture.slice(picture.indexOf('class="titles"'))).toMatch(/>Group &amp; co</);
    expect(picture.match(/>Group &amp; co</g)).toHaveLength(1);
    expect(picture.lastIndexOf('<polygon')).toBeLessThan(picture.indexOf('class="titles"'));
  });

  test('the same graph gives the same picture', async () => {
    expect(await svg(graph)).toBe(await svg(platformGraph(platform)));
  });
});

describe('as Mermaid', () => {
  test('names are its own and text is escaped', () => {
    expect(mermaid(small)).toBe(`flowchart LR
  n_outside(["People, devices, services"])
  n_job>"Setup<br>once"]
  subgraph n_Group___co["Group #38; co"]
    n_end[("A #34;quoted#34; #60;name#62;<br>one, two, three, four")]
  end
  n_outside -->|5432| n_end
  n_job -->|5432| n_end
  n_job -.- n_end
`);
  });
});
