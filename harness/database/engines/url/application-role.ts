import { createHmac } from 'node:crypto';
import type { Client } from 'pg';
import { scramVerifier } from '../../cluster/scram.ts';
import type { Role } from '../../server-address.ts';
import type { ServerFacts } from './server-facts.ts';
import type { ServerUrl } from './server-url.ts';

/**
 * The role that owns test databases and is no superuser. Where the URL names a superuser it is made beside him, once for
 * everybody with his password: name and password are derived from it, so that runs that overlap agree without having met,
 * and nobody with another password finds his role changed.
 */
export async function applicationRole(client: Client, url: ServerUrl, { superuser }: ServerFacts): Promise<Role> {
  if (!superuser) return { name: url.user, password: url.password };
  const derive = (what: string): Buffer => createHmac('sha256', url.password).update(`${what} ${url.user}`).digest();
  const name = `rustok_app_${derive('name').toString('hex').slice(0, 12)}`;
  const password = derive('password').toString('base64url');
  await client.query('BEGIN');
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('rustok-testkit application role'))`);
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  if (rowCount === 0) {
    // The server stores a verifier as it is given one: the password appears in no statement and no log.
    const verifier = scramVerifier(password);
    await client.query(`CREATE ROLE ${name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '${verifier}'`);
  }
  await client.query('COMMIT');
  return { name, password };
}
