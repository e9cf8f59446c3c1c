import type { Pool } from 'pg';
import type { ServerAddress } from '../server-address.ts';

export interface CloneOptions {
  readonly name: string;
  readonly template: string;
  readonly address: ServerAddress;
}

/** The application's role owns it. Copying files takes half the time of copying through the log, which is the server's default. */
export async function cloneDatabase(admin: Pool, { name, template, address }: CloneOptions): Promise<void> {
  const strategy = Number.parseInt(address.version, 10) >= 15 ? ' STRATEGY file_copy' : '';
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${address.application.name}${strategy}`);
}

/** Drops a database with its sessions; a server that was stopped has dropped it already. */
export async function dropDatabase(admin: Pool, name: string): Promise<void> {
  if (admin.ended) return;
  await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}
