import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RustokError } from '../../../src/errors/index.ts';
import { openAdminPool } from '../admin-pool.ts';
import type { DatabaseServer } from '../engine.ts';
import { type ServerAddress, describeAddress, endsWithItsRunner, maintenanceUrl } from '../server-address.ts';
import { keepFile } from '../server/supervisor-script.ts';
import { marking } from '../templates/mark.ts';
import type { TestDatabase } from '../test-database.ts';
import type { KeptDatabase } from './kept-database.ts';
import { cleanKept } from './list-kept.ts';
import { makeKeptFolder } from './kept-folder.ts';
import { toKeptDatabase, writeKept } from './kept-records.ts';

const weekMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Makes a database outlive its run. The data of a server that this package runs is put aside when it ends, whatever way it ends;
 * a server that somebody else runs simply keeps the database. What was kept a week ago is removed.
 */
export async function keepDatabase(
  server: DatabaseServer,
  database: TestDatabase,
  test: string | undefined,
): Promise<KeptDatabase> {
  const { address } = server;
  if (address.engine === 'pglite' || address.engine === 'pg-mem') {
    throw new RustokError(
      'DATABASE_CANNOT_BE_KEPT',
      `The engine ${address.engine} has its data in its process, and it goes with it. The engines embedded and system keep it.`,
    );
  }
  const { socketFolder } = address;
  const runFolder = endsWithItsRunner(address) ? socketFolder : undefined;
  const folder = makeKeptFolder(describeAddress(address));
  const record = {
    id: randomBytes(3).toString('hex'),
    name: database.name,
    ...(test === undefined ? {} : { test }),
    keptAt: new Date().toISOString(),
    goesWithItsRunner: runFolder !== undefined,
    address,
  };
  // Forty megabytes for each run that failed: nobody looks at last week's.
  await cleanKept({ olderThanMs: weekMs });
  writeKept(folder.path, record);
  if (runFolder === undefined) await markAsKept(address, database.name);
  else writeFileSync(join(runFolder, keepFile), folder.data, { mode: 0o644 });
  return toKeptDatabase(record);
}

/** From now on nobody takes it for what a dead process has left. */
async function markAsKept(address: ServerAddress, name: string): Promise<void> {
  const admin = openAdminPool(maintenanceUrl(address));
  try {
    await admin.query(marking(name, 'kept'));
  } finally {
    await admin.end();
  }
}
