import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { type ServerAddress, socketUrl } from '../server-address.ts';
import type { Migrations } from '../test-database.ts';
import { cloneDatabase } from './clone.ts';

/**
 * Returns the name of a database migrated by `migrations`, building it first where it is missing. One builder at a time,
 * across processes; it gets its name only when it is complete, so that a builder that dies leaves nothing that is used.
 */
export async function ensureTemplate(admin: Pool, address: ServerAddress, migrations: Migrations): Promise<string> {
  const hash = createHash('sha256')
    .update(await migrations.hash())
    .digest('hex')
    .slice(0, 24);
  const name = `rustok_template_${hash}`;
  if (await exists(admin, name)) return name;
  const client = await admin.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(${lockKey(hash)})`);
    try {
      if (!(await exists(client, name)))
        await build(admin, { name, building: `rustok_building_${hash}`, address, migrations });
    } finally {
      await client.query(`SELECT pg_advisory_unlock(${lockKey(hash)})`);
    }
  } finally {
    client.release();
  }
  return name;
}

interface Build {
  readonly name: string;
  readonly building: string;
  readonly address: ServerAddress;
  readonly migrations: Migrations;
}

async function build(admin: Pool, { name, building, address, migrations }: Build): Promise<void> {
  await admin.query(`DROP DATABASE IF EXISTS ${building} WITH (FORCE)`);
  await cloneDatabase(admin, { name: building, template: 'template1', owner: address.application.name });
  await migrations.run(socketUrl(address, address.application, building));
  await admin.query(`ALTER DATABASE ${building} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  await admin.query(`ALTER DATABASE ${building} RENAME TO ${name}`);
}

async function exists(queryable: Pool | PoolClient, name: string): Promise<boolean> {
  const { rowCount } = await queryable.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  return rowCount === 1;
}

function lockKey(hash: string): string {
  return String(BigInt.asIntN(64, BigInt(`0x${hash.slice(0, 16)}`)));
}
