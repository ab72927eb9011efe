import { setTimeout as sleep } from 'node:timers/promises';
import { type Check, must, passed, Shortfall, skipped } from '../check';
import type { CheckContext } from '../check-context';
import { objectOf, type PlatformAnswer } from '../exchange';
import { modelOf, publishedModels } from '../models';

/**
 * The whole chain: one example of a published type is written as a device's measurement would be, and found in the broker, in
 * its history and in the open data, then removed again.
 */
export const measurement: Check = {
  mechanisms: { '2015': 'M1' },
  level: 'MUST',
  component: 'Publisher',
  needs: ['token', 'write'],
  hint: 'Publish a type in openData whose tenant the token may write in, and look at the publisher.',
  async run(context) {
    const { platform, token, fixture, client, patience } = context;
    must(fixture, 'There is no fixture.');
    const dataset = platform.datasets?.find(
      ({ access, tenant }) => access === 'public' && (tenant === undefined || token?.tenants.includes(tenant)),
    );
    if (!dataset) return skipped('No type is published whose tenant the token may write in.');
    const model = modelOf(await publishedModels(context), dataset.type);
    must(model, `The city has no model ${dataset.type}.`);
    const { '@context': _, ...example } = objectOf(await client.ask(model.example));
    const id = fixture.id('measured');
    const path = `/entities/${id}`;
    const tenant = dataset.tenant ?? null;
    const named = Object.entries(example).map(([name, value]) => [iriOf(model.names, name), value]);
    const entity = { ...Object.fromEntries(named), id, type: model.iri ?? dataset.type };
    fixture.keep(path, tenant);
    fixture.keep(`/temporal${path}`, tenant);
    try {
      const written = await context.api('/entities', { method: 'POST', tenant, json: entity });
      must(written.status === 201, `The measurement is answered with ${written.status}.`, written);
      await seen(
        patience,
        'the broker',
        () => context.api(path, { tenant }),
        ({ status }) => status === 200,
      );
      await seen(
        patience,
        'the history',
        () => context.api(`/temporal${path}`, { tenant }),
        ({ status }) => status === 200,
      );
      const address = `${platform.downloads ?? `${platform.portal}/open-data`}/${dataset.name}/ngsi-ld/v1/entities/${id}`;
      const shown = await seen(
        patience,
        'the open data',
        () => client.ask(address),
        ({ status }) => status === 200,
      );
      return passed(shown, `A measurement of ${dataset.type} reached the broker, its history and the open data.`);
    } finally {
      await remove(context, path, tenant);
    }
  },
};

const iriOf = (names: ReadonlyMap<string, string>, name: string) =>
  [...names].find(([, short]) => short === name)?.[0] ?? name;

async function seen(
  patience: number,
  where: string,
  ask: () => Promise<PlatformAnswer>,
  isThere: (answer: PlatformAnswer) => boolean,
): Promise<PlatformAnswer> {
  const until = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (Date.now() > until)
      throw new Shortfall(`After ${patience / 1000} s the measurement is not in ${where}.`, answer);
    await sleep(500);
  }
}

async function remove({ api }: CheckContext, path: string, tenant: string | null): Promise<void> {
  for (const one of [path, `/temporal${path}`]) await api(one, { method: 'DELETE', tenant }).catch(() => undefined);
}
