import { describe, expect, it } from 'vitest';
import { pgMemEngine } from '../engines/pg-mem/pg-mem.ts';
import { pgliteEngine } from '../engines/pglite/pglite.ts';
import { keepDatabase } from '../kept/keep-database.ts';
import { query } from '../testing/query.ts';
import { openIsolation } from './open-isolation.ts';
import { shopMigrations as migrations } from './testing/shop-migrations.ts';

describe.skipIf((await pgliteEngine.available()) !== true)('PGlite', () => {
  it('has the tiers reset and rollback, and keeps no data of a failed test', { timeout: 180_000 }, async () => {
    await using server = await pgliteEngine.start();
    for (const tier of ['reset', 'rollback'] as const) {
      await using isolation = await openIsolation({ tier, server, migrations, verifyReset: true });
      for (let test = 0; test < 2; test += 1) {
        await using database = await isolation.acquire();
        expect(await query(database.url, "INSERT INTO shops (name) VALUES ('one') RETURNING id")).toEqual([{ id: 1 }]);
        await expect(keepDatabase(server, database, 'one')).rejects.toMatchObject({ code: 'DATABASE_CANNOT_BE_KEPT' });
      }
    }
  });
});

describe.skipIf((await pgMemEngine.available()) !== true)('pg-mem', () => {
  it('has neither the tier reset nor rollback, and says which engine has', async () => {
    await using server = await pgMemEngine.start();
    for (const tier of ['reset', 'rollback'] as const) {
      await expect(openIsolation({ tier, server })).rejects.toMatchObject({
        code: 'ENGINE_CANNOT_SHOW',
        message: expect.stringMatching(`tier ${tier}.*embedded`) as string,
      });
    }
  });
});
