import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { type ServerAddress, socketUrl } from '../server-address.ts';
import type { Migrations } from '../test-database.ts';
import { within } from '../within.ts';
import { cloneDatabase, dropDatabase } from './clone.ts';
import { withLock } from './lock.ts';

export interface TemplateOptions {
  readonly address: ServerAddress;
  readonly migrations: Migrations;
}

const migrationDeadlineMs = 120_000;

/**
 * Returns the name of a database migrated by `migrations`, building it first where it is missing. One builder at a time, across
 * processes; it gets its name when it is complete, so that a builder that fails or dies leaves nothing that is used.
 */
export async function ensureTemplate(admin: Pool, options: TemplateOptions): Promise<string> {
  const hash = createHash('sha256')
    .update(await options.migrations.hash())
    .digest('hex')
    .slice(0, 24);
  const name = `rustok_template_${hash}`;
  if (await exists(admin, name)) return name;
  await withLock(admin, name, async () => {
    if (!(await exists(admin, name))) await build(admin, name, options);
  });
  return name;
}

async function build(admin: Pool, name: string, { address, migrations }: TemplateOptions): Promise<void> {
  const building = name.replace('template', 'building');
  await dropDatabase(admin, building);
  await cloneDatabase(admin, { name: building, template: 'template1', address });
  try {
    const running = migrations.run(socketUrl(address, address.application, building));
    await within(running, migrationDeadlineMs, 'migrating a template database');
    await admin.query(`ALTER DATABASE ${building} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
    await admin.query(`ALTER DATABASE ${building} RENAME TO ${name}`);
  } catch (error) {
    await dropDatabase(admin, building);
    throw error;
  }
}

async function exists(admin: Pool, name: string): Promise<boolean> {
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  return rowCount === 1;
}
