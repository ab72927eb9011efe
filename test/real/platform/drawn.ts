import { grafanaSql } from '../../support/grafana-sql';
import { sql } from '../support/sql';
import type { LivePlatform } from './live-platform';

interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly rawSql: string }[];
}

/** A dashboard, as far as the tests read it. */
export interface Drawn {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: string }[] };
}

/** What Grafana is given to draw, and the way in that it is given to the databases. */
export class DrawnPlatform {
  readonly dashboards: readonly Drawn[];

  constructor(private readonly platform: LivePlatform) {
    this.dashboards = Object.entries(platform.city.dashboards!.service.files)
      .filter(([path]) => path.startsWith('/citykit/grafana/dashboards/'))
      .map(([, { parts }]) => JSON.parse(parts.join('')));
  }

  /** The reader's way into a database. */
  urlOf(database: string): string {
    const { city, database: server, rendered } = this.platform;
    const { READER_PASSWORD: password = '' } = rendered.pod(this.platform.nameOf(city.dashboards!.service)).main.env;
    const url = new URL(server.url(database));
    url.username = city.broker.shown!.user;
    url.password = password;
    return url.href;
  }

  /** The query of a panel. */
  queryOf(uid: string, title: string): string {
    const panel = this.dashboards.find((one) => one.uid === uid)?.panels.find((one) => one.title === title);
    if (!panel) throw new Error(`${uid} has no panel ${title}`);
    return panel.targets[0]!.rawSql;
  }

  /** What the database answers the reader for a time. */
  ask(
    query: string,
    database: string,
    from: Date,
    to: Date,
    interval: number,
    entity = "'every entity'",
  ): Promise<string> {
    return sql(this.urlOf(database), grafanaSql(query, { from, to, interval, variables: { entity } }));
  }
}
