import { Client } from 'pg';
import { endClientsOf } from '../../drivers/index.ts';
import type { DatabaseServer } from '../engine.ts';
import { socketUrl, tcpUrl } from '../server-address.ts';
import type { Migrations, TestDatabase } from '../test-database.ts';
import type { DatabaseSource } from './database-source.ts';
import { sequencesAsTheyAre } from './reset-plan.ts';
import { noteRolledBack } from './rolled-back-places.ts';
import { type Gateway, openGateway } from './rollback/gateway.ts';
import { SharedSession } from './rollback/shared-session.ts';
import { Upstream } from './rollback/upstream.ts';

/** A clone with one session on it, which every connection of a test shares. */
interface Sandbox {
  readonly clone: TestDatabase;
  readonly database: TestDatabase;
  readonly session: SharedSession;
  readonly upstream: Upstream;
  readonly gateway: Gateway;
  /** That its URLs show nothing that is committed. */
  readonly note: Disposable;
  /** Sequences are the one thing that a rollback leaves as it is. */
  readonly sequences: string;
}

/** Sessions that the harness begins before a test and rolls back after it; one clone lies under all tests that follow one another. */
export class RollbackSource implements DatabaseSource {
  readonly #server: DatabaseServer;
  readonly #migrations: Migrations | undefined;
  readonly #clean: Sandbox[] = [];
  readonly #used = new Map<TestDatabase, Sandbox>();

  constructor(server: DatabaseServer, { migrations }: { migrations?: Migrations | undefined }) {
    this.#server = server;
    this.#migrations = migrations;
  }

  async take(): Promise<TestDatabase> {
    const sandbox = this.#clean.pop() ?? (await this.#make());
    await sandbox.session.begin();
    this.#used.set(sandbox.database, sandbox);
    return sandbox.database;
  }

  /** Rejects with what the test was refused, also when its code swallowed that: it has shown nothing. */
  async giveBack(database: TestDatabase): Promise<void> {
    const sandbox = this.#forget(database);
    const { session, sequences, gateway } = sandbox;
    const names = gateway.connections === 0 ? ['DISCARD ALL'] : [];
    const set = sequences === '' ? [] : [sequences];
    await session.end('ROLLBACK', [...set, 'SELECT pg_advisory_unlock_all()', ...names]);
    this.#clean.push(sandbox);
    const [refusal] = session.refusals;
    if (refusal !== undefined) throw refusal;
  }

  /** The data of a test that has failed is committed after all, so that it can be looked at. */
  async giveUp(database: TestDatabase): Promise<DatabaseServer> {
    const sandbox = this.#forget(database);
    await sandbox.session.end('COMMIT', []);
    await close(sandbox);
    return this.#server;
  }

  async drained(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {
    for (const sandbox of this.#clean.splice(0)) {
      await close(sandbox);
      await sandbox.clone[Symbol.asyncDispose]();
    }
  }

  async #make(): Promise<Sandbox> {
    const clone = await this.#server.createDatabase(
      this.#migrations === undefined ? {} : { migrations: this.#migrations },
    );
    try {
      const sequences = await readSequences(clone.adminUrl);
      const upstream = await Upstream.connect(clone.url);
      const session = new SharedSession(upstream);
      const gateway = await openGateway(session, { address: this.#server.address, parameters: upstream.parameters });
      const { application } = gateway.address;
      const database = {
        ...clone,
        url: socketUrl(gateway.address, application, clone.name),
        tcpUrl: tcpUrl(gateway.address, application, clone.name),
      };
      const note = noteRolledBack(database.url, database.tcpUrl);
      return { clone, database, session, upstream, gateway, note, sequences };
    } catch (error) {
      await clone[Symbol.asyncDispose]();
      throw error;
    }
  }

  #forget(database: TestDatabase): Sandbox {
    const sandbox = this.#used.get(database);
    if (sandbox === undefined) throw new Error(`Nobody holds the database ${database.name}.`);
    this.#used.delete(database);
    return sandbox;
  }
}

async function readSequences(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await sequencesAsTheyAre(client);
  } finally {
    await client.end();
  }
}

async function close({ clone, gateway, upstream, note }: Sandbox): Promise<void> {
  await endClientsOf(clone.name);
  await gateway[Symbol.asyncDispose]();
  note[Symbol.dispose]();
  upstream.close();
}
