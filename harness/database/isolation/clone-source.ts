import type { DatabaseServer } from '../engine.ts';
import type { Migrations, TestDatabase } from '../test-database.ts';
import type { DatabaseSource } from './database-source.ts';
import { WarmPool } from './warm-pool.ts';

/** One connection makes the next clone while another one drops the last: more of them only take turns on the disk. */
const budget = 2;
const defaultReady = 2;

/** Fresh databases, some of them ready before they are asked for, dropped in the background. */
export function cloneSource(
  server: DatabaseServer,
  { migrations, warm = defaultReady }: { migrations?: Migrations | undefined; warm?: number | undefined },
): DatabaseSource {
  const pool = new WarmPool<TestDatabase>({
    make: () => server.createDatabase(migrations === undefined ? {} : { migrations }),
    drop: async (database) => await database[Symbol.asyncDispose](),
    ready: warm,
    budget,
  });
  pool.warmUp();
  return {
    take: () => pool.take(),
    giveBack: async (database) => pool.release(database),
    giveUp: async () => server,
    drained: () => pool.drained(),
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}
