import { Client } from 'pg';
import { RustokError } from '../../../src/errors/index.ts';
import type { DatabaseServer } from '../engine.ts';
import type { Migrations, TestDatabase } from '../test-database.ts';
import type { DatabaseSource } from './database-source.ts';
import { type ResetPlan, planReset } from './reset-plan.ts';

export interface ResetSourceOptions {
  readonly migrations?: Migrations | undefined;
  readonly verifyReset?: boolean | undefined;
}

/** Deleted rows stay in their files, and nothing vacuums here: after so many resets a fresh clone is cheaper than what they cost to pass over. */
const resetsOfOneClone = 250;

interface Worn {
  readonly database: TestDatabase;
  /** A superuser's session, held for as long as the clone is used: the reset costs no connection. */
  readonly client: Client;
  readonly plan: ResetPlan;
  resets: number;
}

/** One clone for tests that follow one another: between two of them its rows are deleted and its sequences set back, in one round trip. */
export class ResetSource implements DatabaseSource {
  readonly #server: DatabaseServer;
  readonly #options: ResetSourceOptions;
  readonly #clean: Worn[] = [];
  readonly #used = new Map<TestDatabase, Worn>();
  readonly #background = new Set<Promise<void>>();
  #failure: Error | undefined;

  constructor(server: DatabaseServer, options: ResetSourceOptions) {
    this.#server = server;
    this.#options = options;
  }

  async take(): Promise<TestDatabase> {
    await this.drained();
    const worn = this.#clean.pop() ?? (await this.#make());
    this.#used.set(worn.database, worn);
    return worn.database;
  }

  async giveBack(database: TestDatabase): Promise<void> {
    const worn = this.#forget(database);
    this.#inBackground(async () => {
      let isClean = false;
      try {
        isClean = await this.#reset(worn);
      } finally {
        if (isClean) this.#clean.push(worn);
        else await discard(worn);
      }
    });
  }

  async giveUp(database: TestDatabase): Promise<DatabaseServer> {
    await this.#forget(database).client.end();
    return this.#server;
  }

  async drained(): Promise<void> {
    await this.#settled();
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#settled();
    await Promise.all(this.#clean.splice(0).map(discard));
    await this.drained();
  }

  async #make(): Promise<Worn> {
    const { migrations } = this.#options;
    const database = await this.#server.createDatabase(migrations === undefined ? {} : { migrations });
    const client = new Client({ connectionString: database.adminUrl, application_name: 'rustok-testkit reset' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return { database, client, plan: await planReset(client), resets: 0 };
    } catch (error) {
      await client.end().catch(() => undefined);
      await database[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** False when the clone cannot be brought back by deleting rows: its shape is another one, a session holds on to its locks, it is worn out. */
  async #reset({ client, plan, resets }: Worn): Promise<boolean> {
    if (resets >= resetsOfOneClone || (await resetRows(client, plan)) !== plan.shape) return false;
    if (this.#options.verifyReset === true) await verify(client, plan);
    return true;
  }

  #forget(database: TestDatabase): Worn {
    const worn = this.#used.get(database);
    if (worn === undefined) throw new RustokError('DATABASE_NOT_HELD', `Nobody holds the database ${database.name}.`);
    this.#used.delete(database);
    worn.resets += 1;
    return worn;
  }

  #inBackground(work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => this.#background.delete(running));
    this.#background.add(running);
  }

  async #settled(): Promise<void> {
    await Promise.all(this.#background);
  }
}

/** Resets in one round trip; resolves with the database's shape, or undefined when the server refused. */
async function resetRows(client: Client, plan: ResetPlan): Promise<string | undefined> {
  try {
    const results: unknown = await client.query(plan.statements);
    const last = (Array.isArray(results) ? results.at(-1) : results) as { rows: { shape: string }[] };
    return last.rows[0]?.shape;
  } catch {
    return undefined;
  }
}

async function verify(client: Client, { count, expected }: ResetPlan): Promise<void> {
  const { rows } = await client.query<{ counts: string }>(count);
  const counts = rows[0]?.counts ?? '';
  if (counts === expected) return;
  throw new RustokError(
    'RESET_INCOMPLETE',
    `The database is not what its migrations left: the tables hold ${counts} rows after the reset instead of ${expected}. A session of the test before still writes to it.`,
  );
}

async function discard({ client, database }: Worn): Promise<void> {
  await client.end();
  await database[Symbol.asyncDispose]();
}
