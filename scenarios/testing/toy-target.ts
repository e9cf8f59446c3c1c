import { randomUUID } from 'node:crypto';
import { Client, Pool } from 'pg';
import { openAdminConnection } from '../../harness/counting/index.ts';
import { type Migrations, createTestDatabase } from '../../harness/database/index.ts';
import {
  type Capability,
  type JsonValue,
  type Operation,
  type PublishedEnvelope,
  type StateRow,
  type Subject,
  type Target,
} from '../contract/index.ts';
import { untilAtRest, untilTrue } from '../levers/index.ts';
import { OpenResources } from '../resources/index.ts';

/** A service of two tables on `pg` alone, right unless told otherwise. */
export interface Toy {
  readonly name?: string;
  readonly capabilities?: readonly Capability[];
  /** What it can be asked for, over these connections of its own or over the proxy's; `addThing` unless told. */
  readonly operations?: (pool: Pool) => Readonly<Record<string, Operation>>;
  /** Exchanges parts of the subject. */
  readonly subject?: (right: Subject & ToyHandles) => Partial<Subject & AsyncDisposable>;
  readonly onOpen?: () => void;
  readonly onDispose?: () => void;
}

/** What a planted fault may reach for. */
export interface ToyHandles {
  /** The application's own connections. */
  readonly pool: Pool;
}

const migrations: Migrations = {
  hash: () => 'toy-target-1',
  run: async (url) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(
      'CREATE TABLE things (id uuid PRIMARY KEY); CREATE TABLE outbox (position serial, envelope jsonb)',
    );
    await client.end();
  },
};

/** Opens a toy on a database of its own. */
export function toyTarget(toy: Toy = {}): Target {
  return {
    name: toy.name ?? 'toy',
    capabilities: new Set(toy.capabilities ?? ['real-commit']),
    open: async ({ deadlineMs = 5_000 } = {}) => {
      toy.onOpen?.();
      await using opened = new OpenResources();
      const testDatabase = opened.use(await createTestDatabase({ migrations }));
      const admin = opened.use(await openAdminConnection(testDatabase.adminUrl));
      const pool = openPool(testDatabase.url, deadlineMs);
      opened.defer(() => pool.end());
      const operationsOn = toy.operations ?? ((own: Pool) => ({ addThing: addThing(own) }));
      opened.defer(() => toy.onDispose?.());
      const owner = opened.move();
      const right: Subject & ToyHandles & AsyncDisposable = {
        pool,
        database: `PostgreSQL ${testDatabase.version} (${testDatabase.engine})`,
        adminUrl: testDatabase.adminUrl,
        deadlineMs,
        operations: operationsOn(pool),
        wire: {
          url: testDatabase.url,
          connect: async (url) => {
            const own = openPool(url, deadlineMs);
            return { operations: operationsOn(own), [Symbol.asyncDispose]: () => own.end() };
          },
        },
        readState: () =>
          admin.query<{ table: string; row: StateRow['row'] }>(
            "SELECT 'things' AS table, to_jsonb(t) AS row FROM things t",
          ),
        readPublished: async () =>
          (await admin.query<{ envelope: PublishedEnvelope }>('SELECT envelope FROM outbox ORDER BY position')).map(
            ({ envelope }) => envelope,
          ),
        drain: async () => {
          await untilAtRest(admin, 5_000);
        },
        [Symbol.asyncDispose]: () => owner[Symbol.asyncDispose](),
      };
      return { ...right, ...toy.subject?.(right) };
    },
  };
}

function openPool(url: string, deadlineMs: number): Pool {
  const pool = new Pool({ connectionString: url, query_timeout: deadlineMs });
  // A connection that the server ends is replaced; unheard, the event would end the process.
  pool.on('error', () => undefined);
  return pool;
}

function addThing(pool: Pool): Operation {
  return {
    mutates: true,
    prepare: async () => randomUUID(),
    call: async (id: JsonValue) => {
      const client = await pool.connect();
      client.on('error', () => undefined);
      let broken = true;
      try {
        await client.query('BEGIN');
        await client.query(insertThing, [id]);
        await client.query(insertEvent, [eventOf(id)]);
        await client.query('COMMIT');
        broken = false;
      } finally {
        client.release(broken);
      }
    },
  };
}

const insertThing = 'INSERT INTO things VALUES ($1)';
const insertEvent = 'INSERT INTO outbox (envelope) VALUES ($1)';
const eventOf = (id: JsonValue) => ({ id: randomUUID(), thing: id });

/** The mistake of mistakes: state and event in a transaction each. */
export function addThingInTwoTransactions(pool: Pool): Operation {
  return {
    mutates: true,
    prepare: async () => randomUUID(),
    call: async (id: JsonValue) => {
      await pool.query(insertThing, [id]);
      await pool.query(insertEvent, [eventOf(id)]);
    },
  };
}

/** Answers while its transaction is open, and commits when somebody waits for its locks. */
export function addThingAnsweringFirst(pool: Pool): Operation {
  const isAwaited = async (): Promise<boolean> => {
    const { rowCount } = await pool.query('SELECT FROM pg_locks WHERE NOT granted');
    return rowCount !== 0;
  };
  return {
    mutates: true,
    prepare: async () => randomUUID(),
    call: async (id: JsonValue) => {
      const client = await pool.connect();
      await client.query('BEGIN');
      await client.query(insertThing, [id]);
      await client.query(insertEvent, [eventOf(id)]);
      const committed = untilTrue(isAwaited, 5_000).then(() => client.query('COMMIT'));
      void committed.finally(() => client.release()).catch(() => undefined);
    },
  };
}
