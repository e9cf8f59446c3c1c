import { createHash, randomBytes } from 'node:crypto';
import { Client, type Pool } from 'pg';
import { dropDatabase } from './clone.ts';
import { oursFor } from './mark.ts';

/**
 * Tells on a server that outlives its users which databases are in use: each process holds an advisory lock under its name for
 * as long as it lives, and the databases that it makes carry that name. Whoever comes next drops those of processes that are gone.
 */
export class Owners {
  readonly #admin: Pool;
  readonly #url: string;
  readonly #name = randomBytes(8).toString('hex');
  #joined: Promise<Client> | undefined;

  constructor(admin: Pool, url: string) {
    this.#admin = admin;
    this.#url = url;
  }

  /** This process's name; the first call takes its lock and drops what the dead have left. */
  async name(): Promise<string> {
    this.#joined ??= this.#join();
    await this.#joined;
    return this.#name;
  }

  async leave(): Promise<void> {
    const joined = await this.#joined?.catch(() => undefined);
    if (joined === undefined) return;
    socketOf(joined).ref();
    await joined.end();
  }

  async #join(): Promise<Client> {
    const client = new Client({ connectionString: this.#url, application_name: 'rustok-testkit owner' });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('SELECT pg_advisory_lock($1)', [lockOf(this.#name)]);
    await this.#dropWhatTheDeadLeft(client);
    socketOf(client).unref();
    return client;
  }

  async #dropWhatTheDeadLeft(client: Client): Promise<void> {
    for (const { name, owner } of await oursFor(this.#admin, 'test')) {
      if (owner === undefined) continue;
      const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1) AS free', [
        lockOf(owner),
      ]);
      if (rows[0]?.free !== true) continue;
      await dropDatabase(this.#admin, name);
      await client.query('SELECT pg_advisory_unlock($1)', [lockOf(owner)]);
    }
  }
}

/** The advisory lock that a process of that name holds. */
export function lockOf(name: string): bigint {
  return createHash('sha256').update(`rustok-testkit owner ${name}`).digest().readBigInt64BE();
}

/** The lock must not keep its process alive, but what is being waited for must; pg's types do not show the socket. */
function socketOf(client: Client): { ref(): void; unref(): void } {
  return (client as unknown as { connection: { stream: { ref(): void; unref(): void } } }).connection.stream;
}
