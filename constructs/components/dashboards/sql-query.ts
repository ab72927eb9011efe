import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';

/** Grafana's name of its core data source for PostgreSQL. */
export const postgresType = 'grafana-postgresql-datasource';

/** The data source that is chosen: that of a tenant. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Grafana.
export const chosenTenant = { type: postgresType, uid: '${tenant}' } as const;

/** A query in SQL, which the SDK has no builder for. */
export class SqlQuery implements Builder<Dataquery> {
  /** @param format `time_series` where a column is called time. @default table */
  constructor(
    private readonly sql: string,
    private readonly format: 'table' | 'time_series' = 'table',
  ) {}

  build(): Dataquery {
    const query = {
      refId: 'A',
      datasource: chosenTenant,
      editorMode: 'code',
      format: this.format,
      rawQuery: true,
      rawSql: this.sql,
    };
    return query as unknown as Dataquery;
  }
}
