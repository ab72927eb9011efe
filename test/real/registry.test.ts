import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonSchemaOf } from '../../constructs/models/json-schema';
import { publishModels } from '../../programs/publish-models/publish-models';
import { environment } from './support/environment';
import { freePort } from './support/free-port';
import { javaHome } from './support/rendered/stand-ins/java-home';
import { partsFolder } from './support/rendered/stand-ins/parts-folder';
import { type Running, run } from './support/running';
import { describePart } from './support/skip';
import { healthy, until } from './support/wait';

describePart(['apicurio', 'java'], 'The registry and the job that fills it', () => {
  let server: Running;
  let url = '';
  /** The last reason that the job gave. */
  let said = '';
  const folder = mkdtempSync(join(tmpdir(), 'citykit-registry-'));
  const models = mkdtempSync(join(tmpdir(), 'citykit-models-'));

  beforeAll(async () => {
    const [port, management] = [await freePort(), await freePort()];
    url = `http://127.0.0.1:${port}`;
    server = run(
      join(javaHome(21), 'bin', 'java'),
      ['-Xmx384m', '-XX:TieredStopAtLevel=1', '-jar', join(partsFolder('apicurio'), 'quarkus-run.jar')],
      {
        env: environment({
          QUARKUS_HTTP_HOST: '127.0.0.1',
          QUARKUS_HTTP_PORT: String(port),
          QUARKUS_MANAGEMENT_HOST: '127.0.0.1',
          QUARKUS_MANAGEMENT_PORT: String(management),
        }),
        logFile: join(folder, 'log'),
      },
    );
    await until('Apicurio is ready', () => healthy(`http://127.0.0.1:${management}/health/ready`));
  });
  afterAll(async () => {
    await server?.stop();
    for (const one of [folder, models]) rmSync(one, { recursive: true, force: true });
  });

  const schema = (type: string, more: object = {}) =>
    JSON.stringify(
      jsonSchemaOf(
        {
          type: 'Bench',
          title: 'Bench',
          description: 'To sit on.',
          subject: 'dataModel.Parks',
          attributes: { seats: { kind: 'Property', iri: 'https://example.org/seats', schema: { type, ...more } } },
        },
        'https://models.example.org',
      ),
    );
  const write = (name: string, text: string) => writeFileSync(join(models, name), text);
  const artifacts = () => `${url}/apis/registry/v3/groups/data-models/artifacts`;

  async function publish(): Promise<string[]> {
    const lines: string[] = [];
    const config = {
      registryUrl: url,
      modelsDir: models,
      group: 'data-models',
      labels: {},
      deadline: performance.now() + 30_000,
    };
    await publishModels(config, (line, { reason = '' } = {}) => {
      lines.push(line);
      said = String(reason) || said;
    });
    return lines;
  }

  async function versions(id: string): Promise<number> {
    const answer = (await (await fetch(`${artifacts()}/${id}/versions`)).json()) as { readonly count: number };
    return answer.count;
  }

  test('a second run changes nothing, and a change that breaks nobody makes a version', async () => {
    write('Bench.schema.json', schema('number'));
    write('context.jsonld', '{"@context":{}}');
    expect(await publish()).toEqual(['model Bench: registered', 'model context.jsonld: registered']);
    expect(await publish()).toEqual(['model Bench: unchanged', 'model context.jsonld: unchanged']);
    write('Bench.schema.json', schema('number', { description: 'Seats it has.' }));
    expect(await publish()).toEqual(['model Bench: new version', 'model context.jsonld: unchanged']);
    expect(await versions('Bench')).toBe(2);
  });

  test('a change that breaks is refused until the version rises, and holds up no other model', async () => {
    write('Bench.schema.json', schema('integer'));
    write('context.jsonld', '{"@context":{"Bench":"https://example.org/Bench"}}');
    await expect(publish()).rejects.toThrow('not registered: Bench');
    expect([await versions('Bench'), await versions('context.jsonld')]).toEqual([2, 2]);
    write('versions.json', '{"Bench":2}');
    expect(await publish()).toEqual(['model Bench: new version', 'model context.jsonld: unchanged']);
    write('Bench.schema.json', schema('boolean'));
    await expect(publish()).rejects.toThrow('not registered: Bench');
    expect(await versions('Bench')).toBe(3);
  });

  test('the job sets no rule', async () => {
    const rules = await fetch(`${artifacts()}/Bench/rules`);
    expect(await rules.json()).toEqual([]);
  });

  test('where somebody set the rule, a 500 for a model is final, and the others are registered', async () => {
    const rule = { ruleType: 'COMPATIBILITY', config: 'BACKWARD' };
    const set = await fetch(`${artifacts()}/Bench/rules`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(rule),
    });
    expect(set.status).toBeLessThan(300);
    write('Bench.schema.json', schema('integer', { description: 'Seats it has.' }));
    write('context.jsonld', '{"@context":{}}');
    const began = Date.now();
    await expect(publish()).rejects.toThrow('not registered: Bench');
    expect(said).toBe('the registry answered 500 to POST');
    expect(Date.now() - began).toBeLessThan(15_000);
    expect([await versions('Bench'), await versions('context.jsonld')]).toEqual([3, 3]);
  });
});
