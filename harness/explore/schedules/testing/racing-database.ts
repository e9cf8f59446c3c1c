import { Client } from 'pg';
import { type TestDatabase, createTestDatabase } from '../../../database/index.ts';
import { query } from '../../../database/testing/query.ts';
import type { ExploreSchedulesOptions } from '../explore-schedules.ts';
import type { RacecourseOptions } from '../racecourse.ts';
import type { ScheduledOperation } from '../scheduled-operation.ts';

/** A database with a table of numbered values, and operations on it that are lists of statements. */
export class RacingDatabase implements AsyncDisposable {
  readonly #database: TestDatabase;
  readonly #direct: Client;

  private constructor(database: TestDatabase, direct: Client) {
    this.#database = database;
    this.#direct = direct;
  }

  static async open(): Promise<RacingDatabase> {
    const database = await createTestDatabase();
    const direct = new Client(database.url);
    direct.on('error', () => undefined);
    await direct.connect();
    await direct.query('CREATE TABLE cells (id int PRIMARY KEY, value int NOT NULL)');
    return new RacingDatabase(database, direct);
  }

  /** Every order within the bound, and none beyond it. */
  get options(): ExploreSchedulesOptions {
    return { ...this.racecourse, sample: { count: 0, seed: 0 } };
  }

  get racecourse(): RacecourseOptions {
    return {
      url: this.#database.tcpUrl,
      adminUrl: this.#database.adminUrl,
      reset: async () =>
        void (await this.#direct.query('DELETE FROM cells; INSERT INTO cells VALUES (1, 0), (2, 0), (3, 0)')),
    };
  }

  async values(): Promise<number[]> {
    const { rows } = await this.#direct.query<{ value: number }>('SELECT value FROM cells ORDER BY id');
    return rows.map((row) => row.value);
  }

  sessions(): Promise<Record<string, unknown>[]> {
    return query(
      this.#database.adminUrl,
      `SELECT pid, state, query FROM pg_stat_activity WHERE datname = current_database() AND usename <> current_user AND pid <> $1`,
      [(this.#direct as unknown as { processID: number }).processID],
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#direct.end();
    await this.#database[Symbol.asyncDispose]();
  }
}

/** Runs statements one after another on one connection; an error ends it. */
export function statements(name: string, ...texts: readonly string[]): ScheduledOperation {
  return onClient(name, async (client) => {
    for (const text of texts) await client.query(text);
  });
}

/** Works on one connection. */
export function onClient(name: string, work: (client: Client) => Promise<unknown>): ScheduledOperation {
  return {
    name,
    run: async (url) => {
      const client = new Client(url);
      // Its sessions are ended by force when it does not come to an end.
      client.on('error', () => undefined);
      await client.connect();
      try {
        return await work(client);
      } finally {
        await client.end();
      }
    },
  };
}
