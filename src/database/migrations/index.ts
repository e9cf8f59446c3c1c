import { createHash } from 'node:crypto';
import { tables } from './0001-tables.ts';
import { eventVersioning } from './0002-event-versioning.ts';
import type { Migration } from './migration.ts';

export type { Migration } from './migration.ts';

/** Every migration, in order. */
export const migrations: readonly Migration[] = [tables, eventVersioning];

/** Changes whenever the name, the order or a statement of a migration does. */
export function migrationsHash(): string {
  const content = migrations.map(({ name, up, down }) => [name, up, down]);
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
