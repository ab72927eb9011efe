import postgres from 'postgres';

interface LatestRow {
  readonly entity: string;
  observed: unknown;
  fixed: string | null;
  recent: unknown;
}

/** The tables that measures go through, as far as Ingest asks for them; a transaction that fails leaves nothing behind. */
export class FakeRegistry {
  latest = new Map<string, LatestRow>();
  journal: object[] = [];
  /** Called before a transaction is done. */
  beforeEnd: () => void = () => undefined;

  readonly sql = {
    begin: async (work: (query: unknown) => Promise<unknown>) => {
      const before = structuredClone([this.latest, this.journal] as const);
      try {
        const result = await work(this.#query);
        this.beforeEnd();
        return result;
      } catch (error) {
        [this.latest, this.journal] = before;
        throw error;
      }
    },
  } as unknown as postgres.Sql;

  readonly #query = Object.assign(
    async (text: readonly string[] | string[], ...given: unknown[]) => {
      if (!('raw' in text)) return text;
      const query = text.join('?').trim();
      if (query.startsWith('insert into latest')) {
        for (const entity of given[1] as string[])
          if (!this.latest.has(entity)) this.latest.set(entity, { entity, observed: {}, fixed: null, recent: [] });
        return [];
      }
      if (query.startsWith('select')) return structuredClone([...this.latest.values()]);
      const rows = JSON.parse(given.find((one) => typeof one === 'string' && one.startsWith('[')) as string);
      if (query.startsWith('insert into journal')) this.journal.push(...rows);
      else if (query.startsWith('update latest')) for (const row of rows) this.latest.set(row.entity, row);
      else throw new Error(`a query that nobody expects: ${query}`);
      return [];
    },
    { json: asJsonb },
  );
}

/** As PostgreSQL takes it: a text has no NUL and no half of a surrogate pair, and lists are not nested without end. */
function asJsonb(value: unknown): string {
  const json = JSON.stringify(value);
  if (/\\u0000|\\ud[89a-f]/.test(json))
    throw new postgres.PostgresError({ code: '22P05', message: 'unsupported Unicode escape sequence' } as never);
  return json;
}
