import type { Pool } from 'pg';
import type { ServerAddress } from '../server-address.ts';
import { type Purpose, isOurs, marking } from './mark.ts';
import { measuredStrategy } from './strategy.ts';

export interface CloneOptions {
  readonly name: string;
  readonly template: string;
  readonly address: ServerAddress;
  readonly purpose?: Purpose;
  /** The process that the clone goes with. */
  readonly owner?: string | undefined;
}

/** Makes a database that the application's role owns, and marks it as ours. */
export async function cloneDatabase(admin: Pool, options: CloneOptions): Promise<void> {
  const { name, template, address, purpose = 'test', owner } = options;
  const create = `CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${address.application.name}`;
  await measuredStrategy(admin, address, async (strategy) => void (await admin.query(`${create}${strategy}`)));
  try {
    await admin.query(marking(name, purpose, owner));
  } catch (error) {
    await admin.query(`DROP DATABASE IF EXISTS ${name}`);
    throw error;
  }
}

/** Drops a database of ours with its sessions; a server that was stopped has dropped it already. */
export async function dropDatabase(admin: Pool, name: string): Promise<void> {
  if (admin.ended || !(await isOurs(admin, name))) return;
  await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}
