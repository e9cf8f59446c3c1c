import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openAdminPool } from '../admin-pool.ts';
import { maintenanceUrl } from '../server-address.ts';
import { dropDatabase } from '../templates/clone.ts';
import type { KeptDatabase } from './kept-database.ts';
import { keptFolders } from './kept-folder.ts';
import { type KeptRecord, readKept, toKeptDatabase } from './kept-records.ts';

/** A kept database, and where its data is now. */
export interface ListedKept extends KeptDatabase {
  /** `saved`: its server has ended, `db open` starts one; `on its server`: it lies where it was made, as long as that runs. */
  readonly where: 'saved' | 'on its server';
}

/** Every database that failed tests of this user have left, the latest first. */
export function listKept(): ListedKept[] {
  return keptFolders()
    .flatMap(({ path, data }) =>
      readKept(path).map((record) => ({
        ...toKeptDatabase(record),
        where: existsSync(join(data, 'data')) ? ('saved' as const) : ('on its server' as const),
      })),
    )
    .toSorted((one, other) => (one.keptAt < other.keptAt ? 1 : -1));
}

/** Which kept databases to remove; without any condition, all. */
export interface CleanKeptOptions {
  readonly id?: string | undefined;
  readonly olderThanMs?: number | undefined;
}

/** Removes kept databases; the data of a server goes with the last of its databases. */
export async function cleanKept(
  { id, olderThanMs = 0 }: CleanKeptOptions = {},
  now: number = Date.now(),
): Promise<KeptDatabase[]> {
  const removed: KeptDatabase[] = [];
  for (const { path } of keptFolders()) {
    const records = readKept(path);
    const old = records.filter((record) => (id ?? record.id) === record.id && ageMs(record, now) >= olderThanMs);
    for (const record of old) {
      if (!record.goesWithItsRunner) await dropThere(record);
      rmSync(join(path, `${record.id}.json`), { force: true });
      removed.push(toKeptDatabase(record));
    }
    if (records.length > 0 && old.length === records.length) rmSync(path, { recursive: true, force: true });
  }
  return removed;
}

/** What a clock that was ahead has dated is as young as can be: a condition spares it, no condition takes it too. */
function ageMs({ keptAt }: KeptRecord, now: number): number {
  return Math.max(0, now - Date.parse(keptAt));
}

/** A server that is not there any more has nothing to drop. */
async function dropThere({ address, name }: KeptRecord): Promise<void> {
  const admin = openAdminPool(maintenanceUrl(address));
  try {
    await dropDatabase(admin, name);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && error.syscall === 'connect')) throw error;
  } finally {
    await admin.end();
  }
}
