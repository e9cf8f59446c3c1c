/** A runner's worker: runs tests one after another on databases of its tier, and prints a JSON line with the names of their databases. */
import { openIsolation } from '../open-isolation.ts';
import type { IsolationTier } from '../isolation.ts';
import { query } from '../../testing/query.ts';
import { shopMigrations as migrations } from './shop-migrations.ts';

const [worker = '', tier = 'clone', tests = '1'] = process.argv.slice(2);
// Its runner holds the other end: a worker goes when its runner goes.
process.stdin.once('end', () => process.exit(1)).resume();

const names: string[] = [];
{
  await using isolation = await openIsolation({ tier: tier as IsolationTier, migrations, remember: false });
  for (let test = 0; test < Number(tests); test += 1) {
    await using database = await isolation.acquire({
      id: `${worker}-${test}`,
      name: `test ${test} of worker ${worker}`,
    });
    names.push(database.name);
    await expectRows(database.url, 'before', []);
    const mine = `worker ${worker} test ${test}`;
    await query(database.url, 'INSERT INTO shops (name) VALUES ($1)', [mine]);
    await expectRows(database.url, 'after', [{ id: 1, name: mine }]);
  }
}
process.stdout.write(`${JSON.stringify(names)}\n`, () => process.exit(0));

async function expectRows(url: string, moment: string, expected: object[]): Promise<void> {
  const found = JSON.stringify(await query(url, 'SELECT id, name FROM shops'));
  if (found === JSON.stringify(expected)) return;
  throw new Error(`Worker ${worker}, ${moment} its write: the table holds ${found}`);
}
