/** A process that asks for its first database, as a test runner does: prints the milliseconds until a client is connected. */
import { openIsolation, stopServers } from '../../harness/database/index.ts';
import { referenceMigrations } from '../../src/index.ts';
import { connected } from './connected.ts';

const start = performance.now();
const isolation = await openIsolation({
  tier: 'clone',
  migrations: referenceMigrations,
  remember: process.argv[2] === 'remember',
});
const database = await isolation.acquire();
const client = await connected(database.url);
process.stdout.write(`${performance.now() - start}\n`);
await client.end();
await isolation[Symbol.asyncDispose]();
await stopServers();
