import { setImmediate as nextTurn } from 'node:timers/promises';
import type postgres from 'postgres';

/** What queries of a transaction are written with. */
export type TransactionQuery = postgres.TransactionSql;

const forever = new Promise<never>(() => undefined);

/**
 * A transaction whose connection may be lost while it waits for something else than the database. postgres.js 3.4 ends the
 * process when a query, the rollback among them, is written to such a connection; here nothing is.
 *
 * @throws Error when the connection is lost; what the work throws otherwise
 */
export async function transaction<T>(sql: postgres.Sql, work: (query: TransactionQuery) => Promise<T>): Promise<T> {
  let isLost = false;
  const running = sql.begin(async (own) => {
    const query = new Proxy(own, {
      apply: (target, self, given: [unknown, ...unknown[]]) => {
        const isQuery = typeof given[0] === 'object' && given[0] !== null && 'raw' in given[0];
        return isQuery && isLost ? forever : Reflect.apply(target as never, self, given);
      },
    });
    try {
      return await work(query);
    } catch (error) {
      // Whoever lost the connection is told of it in this turn.
      await nextTurn();
      if (isLost) return forever;
      throw error;
    }
  });
  try {
    return (await running) as T;
  } catch (error) {
    isLost = true;
    throw error ?? new Error('the database has closed the connection');
  }
}
