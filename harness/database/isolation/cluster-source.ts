import { embeddedEngine } from '../engines/embedded.ts';
import { systemEngine } from '../engines/system.ts';
import type { DatabaseServer } from '../engine.ts';
import type { Migrations, TestDatabase } from '../test-database.ts';
import type { DatabaseSource } from './database-source.ts';
import { WarmPool } from './warm-pool.ts';

export interface ClusterSourceOptions {
  readonly migrations?: Migrations | undefined;
  readonly settings?: Readonly<Record<string, string>> | undefined;
  readonly warm?: number | undefined;
}

interface Alone {
  readonly server: DatabaseServer;
  readonly database: TestDatabase;
}

/** A server for each test, with one database on it: nobody else moves its xmin, and a test may stop or kill it. */
export function clusterSource({ migrations, settings, warm = 0 }: ClusterSourceOptions): DatabaseSource {
  const used = new Map<TestDatabase, Alone>();
  const pool = new WarmPool<Alone>({
    make: async () => {
      const engine = (await embeddedEngine.available()) === true ? embeddedEngine : systemEngine;
      const server = await engine.start(settings === undefined ? {} : { settings });
      try {
        return { server, database: await server.createDatabase(migrations === undefined ? {} : { migrations }) };
      } catch (error) {
        await server[Symbol.asyncDispose]();
        throw error;
      }
    },
    drop: ({ server }) => stop(server),
    ready: warm,
    budget: 2,
  });
  pool.warmUp();
  return {
    take: async () => {
      const alone = await pool.take();
      used.set(alone.database, alone);
      return alone.database;
    },
    giveBack: async (database) => {
      const alone = used.get(database);
      used.delete(database);
      if (alone !== undefined) pool.release(alone);
    },
    giveUp: async (database) => {
      const alone = used.get(database);
      if (alone === undefined) throw new Error(`Nobody holds the database ${database.name}.`);
      return alone.server;
    },
    drained: () => pool.drained(),
    [Symbol.asyncDispose]: async () => {
      // Kept ones among them: their data is put aside as their server ends.
      for (const alone of used.values()) pool.release(alone);
      used.clear();
      await pool[Symbol.asyncDispose]();
    },
  };
}

async function stop(server: DatabaseServer): Promise<void> {
  await server[Symbol.asyncDispose]();
}
