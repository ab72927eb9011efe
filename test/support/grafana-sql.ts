/** What Grafana fills in before it asks a database. */
export interface Asked {
  readonly from: Date;
  readonly to: Date;
  /** Seconds of a step of an axis. */
  readonly interval: number;
  /** Values of variables, as they stand in SQL. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * A query as Grafana asks it: variables first, then the macros of its data source for PostgreSQL.
 *
 * @see https://grafana.com/docs/grafana/latest/datasources/postgres/query-editor/
 * @throws Error for a macro that is none of these
 */
export function grafanaSql(query: string, { from, to, interval, variables }: Asked): string {
  const filled = Object.entries({ ...variables, __interval: `${interval}s` }).reduce(
    (text, [name, value]) => text.replace(new RegExp(`\\$${name}\\b`, 'g'), () => value),
    query,
  );
  const time = (date: Date) => `'${date.toISOString()}'`;
  const asked = filled.replace(/\$(\w+)\(([^)]*)\)/g, (_, macro: string, list: string) => {
    const [column = '', step = ''] = list.split(',').map((one) => one.trim());
    switch (macro) {
      case '__timeFrom':
        return time(from);
      case '__timeTo':
        return time(to);
      case '__timeFilter':
        return `${column} BETWEEN ${time(from)} AND ${time(to)}`;
      case '__timeGroupAlias': {
        const seconds = Number.parseInt(step, 10);
        return `floor(extract(epoch from ${column})/${seconds})*${seconds} AS "time"`;
      }
      default:
        throw new Error(`${macro} is no macro that is known here`);
    }
  });
  if (asked.includes('$')) throw new Error(`a variable is left in ${asked}`);
  return asked;
}
