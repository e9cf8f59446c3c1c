import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerAddress } from '../server-address.ts';
import type { KeptDatabase } from './kept-database.ts';

/** What is written down of a kept database: enough to reach it again. */
export interface KeptRecord {
  readonly id: string;
  readonly name: string;
  readonly test?: string;
  readonly keptAt: string;
  /** Its server ends with its run, and its data lies beside this record from then on. */
  readonly goesWithItsRunner: boolean;
  readonly address: ServerAddress;
}

/** It holds passwords: for its owner alone. */
export function writeKept(folder: string, record: KeptRecord): void {
  const file = join(folder, `${record.id}.json`);
  writeFileSync(`${file}.partial`, JSON.stringify(record), { mode: 0o600 });
  renameSync(`${file}.partial`, file);
}

/** The records of one folder; what cannot be read is none. */
export function readKept(folder: string): KeptRecord[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      try {
        return [JSON.parse(readFileSync(join(folder, name), 'utf8')) as KeptRecord];
      } catch {
        return [];
      }
    });
}

export function toKeptDatabase({ id, name, test, keptAt, address }: KeptRecord): KeptDatabase {
  const { engine, version } = address;
  return { id, name, test, engine, version, keptAt, open: `npx rustok-testkit db open ${id}` };
}
