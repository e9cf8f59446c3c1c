import { RustokError } from '../../../src/errors/index.ts';
import { keepDatabase } from '../kept/keep-database.ts';
import type { KeptDatabase } from '../kept/kept-database.ts';
import type { TestDatabase } from '../test-database.ts';
import type { DatabaseSource } from './database-source.ts';
import type { IsolatedDatabase, IsolatedTest, Isolation, IsolationTier } from './isolation.ts';
import { isolated } from './isolated-database.ts';

interface Held {
  readonly base: TestDatabase;
  readonly test: IsolatedTest | undefined;
}

/** Hands out a source's databases, takes each of them back once, and keeps those of failed tests. */
export class SourceIsolation implements Isolation {
  readonly tier: IsolationTier;
  readonly #source: DatabaseSource;
  readonly #afterwards: () => Promise<void>;
  readonly #held = new Map<IsolatedDatabase, Held>();

  constructor(tier: IsolationTier, source: DatabaseSource, afterwards: () => Promise<void> = async () => undefined) {
    this.tier = tier;
    this.#source = source;
    this.#afterwards = afterwards;
  }

  async acquire(test?: IsolatedTest): Promise<IsolatedDatabase> {
    const base = await this.#source.take();
    const database = isolated(this.tier, base, () => this.#release(database));
    this.#held.set(database, { base, test });
    return database;
  }

  async keep(database: IsolatedDatabase): Promise<KeptDatabase> {
    const held = this.#held.get(database);
    if (held === undefined) {
      throw new RustokError(
        'DATABASE_NOT_HELD',
        `The database ${database.name} cannot be kept: it was disposed, or another isolation gave it out.`,
      );
    }
    this.#held.delete(database);
    const server = await this.#source.giveUp(held.base);
    return keepDatabase(server, held.base, held.test?.name);
  }

  drained(): Promise<void> {
    return this.#source.drained();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const left = [...this.#held.keys()];
    await Promise.all(left.map((database) => this.#release(database)));
    await this.#source[Symbol.asyncDispose]();
    await this.#afterwards();
  }

  /** Once: a test and its runner may both dispose. */
  async #release(database: IsolatedDatabase): Promise<void> {
    const held = this.#held.get(database);
    if (held === undefined) return;
    this.#held.delete(database);
    await this.#source.giveBack(held.base);
  }
}
