import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseServer } from '../engine.ts';
import type { TestDatabase } from '../test-database.ts';
import type { KeptDatabase } from './kept-database.ts';
import { makeKeptFolder } from './kept-folder.ts';
import { toKeptDatabase, writeKept } from './kept-records.ts';

/** Names the file in a server's run folder that tells its supervisor where the data goes when the server has ended. */
const markerFile = 'keep';

/**
 * Makes a database outlive its run. The data of a server that this package runs is put aside when it ends, whatever way it ends;
 * a server that somebody else runs simply keeps the database.
 */
export async function keepDatabase(
  server: DatabaseServer,
  database: TestDatabase,
  test: string | undefined,
): Promise<KeptDatabase> {
  const { address } = server;
  const { socketFolder } = address;
  const endsWithItsRunner =
    (address.engine === 'embedded' || address.engine === 'system') && socketFolder !== undefined;
  const folder = makeKeptFolder(endsWithItsRunner ? socketFolder : `${address.host ?? ''}:${address.tcpPort ?? ''}`);
  const record = {
    id: randomBytes(3).toString('hex'),
    name: database.name,
    ...(test === undefined ? {} : { test }),
    keptAt: new Date().toISOString(),
    endsWithItsRunner,
    address,
  };
  writeKept(folder.path, record);
  if (endsWithItsRunner) writeFileSync(join(socketFolder, markerFile), folder.data, { mode: 0o644 });
  return toKeptDatabase(record);
}
