import type { PGlite as PGliteInstance } from '@electric-sql/pglite';
import { type Frame, encodeFrame, readTexts } from '../one-session/frames.ts';
import type { Guest, OneSessionDatabase } from '../one-session/one-session-database.ts';
import { ownStatement } from './own-statements.ts';

/** The state of the one session that a guest left behind, to be found again when his next turn comes. */
type Settings = readonly (readonly [name: string, value: string])[];

const superuser = 'postgres';
const messagesWithStatements = new Set(['P', 'B', 'D', 'C']);

/**
 * A PGlite whose one session many clients take turns in. What belongs to a session is kept apart: its role, its settings and
 * its prepared statements. What cannot be kept apart, and would be seen or lost by others, refuses the next client instead.
 */
export class PgliteDatabase implements OneSessionDatabase {
  readonly serverVersion: string;
  readonly instance: PGliteInstance;
  readonly #settings = new WeakMap<Guest, Settings>();
  readonly #statements = new WeakMap<Guest, Set<string>>();
  #current: Guest | undefined;

  constructor(instance: PGliteInstance, serverVersion: string) {
    this.instance = instance;
    this.serverVersion = serverVersion;
  }

  async enter(guest: Guest): Promise<void> {
    await this.instance.exec(`SET SESSION AUTHORIZATION ${superuser}`);
    if (this.#current !== undefined) await this.#putAside(this.#current);
    this.#current = undefined;
    await this.instance.exec('RESET ALL');
    const settings = this.#settings.get(guest) ?? Object.entries(guest.settings);
    for (const [name, value] of settings) await this.instance.query('SELECT set_config($1, $2, false)', [name, value]);
    if (!guest.superuser) await this.instance.exec(`SET SESSION AUTHORIZATION ${guest.role}`);
    this.#current = guest;
  }

  async answer(frame: Frame, guest: Guest): Promise<Uint8Array> {
    if (!messagesWithStatements.has(frame.type)) return this.#send(frame);
    const own = ownStatement(frame, guest.number);
    if (frame.type === 'P') await this.#makeRoom(readTexts(own.body, 1)[0] ?? '', frame, guest);
    return this.#send(own);
  }

  async leave(guest: Guest): Promise<void> {
    if (this.#current !== guest) return this.#forget(guest);
    await this.#send({ type: 'S', body: Buffer.alloc(0) });
    await this.instance.exec('ROLLBACK');
    await this.instance.exec(`SET SESSION AUTHORIZATION ${superuser}`);
    await this.instance.exec('CLOSE ALL; UNLISTEN *; SELECT pg_advisory_unlock_all(); DISCARD TEMP; RESET ALL');
    await this.#forget(guest);
    this.#current = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.instance.close();
  }

  /** The unnamed statement is replaced by the next one; so is its stand-in. */
  async #makeRoom(name: string, { body }: Frame, guest: Guest): Promise<void> {
    const known = this.#statements.get(guest) ?? new Set();
    this.#statements.set(guest, known);
    if (body[0] === 0 && known.has(name)) await this.#close(name);
    known.add(name);
  }

  async #forget(guest: Guest): Promise<void> {
    for (const name of this.#statements.get(guest) ?? []) await this.#close(name);
    this.#statements.delete(guest);
  }

  async #close(name: string): Promise<void> {
    await this.#send({ type: 'C', body: Buffer.from(`S${name}\0`) });
  }

  async #putAside(guest: Guest): Promise<void> {
    const { rows } = await this.instance.query<{ left: string }>(`
      SELECT 'an advisory lock' AS left FROM pg_locks WHERE locktype = 'advisory'
      UNION ALL SELECT 'a temporary table' FROM pg_class WHERE relnamespace = pg_my_temp_schema()
      UNION ALL SELECT 'a LISTEN' FROM pg_listening_channels()
      UNION ALL SELECT 'a cursor WITH HOLD' FROM pg_cursors WHERE is_holdable
      UNION ALL SELECT 'a statement of PREPARE' FROM pg_prepared_statements WHERE from_sql
      LIMIT 1`);
    const [found] = rows;
    if (found !== undefined) {
      throw new Error(
        `The engine pglite has one session for all connections, and another connection keeps ${found.left} in it. Close that one first, or use the engine embedded.`,
      );
    }
    const settings = await this.instance.query<{ name: string; setting: string }>(
      `SELECT name, setting FROM pg_settings WHERE source = 'session' AND context IN ('user', 'superuser')`,
    );
    this.#settings.set(
      guest,
      settings.rows.map(({ name, setting }) => [name, setting] as const),
    );
  }

  #send({ type, body }: Frame): Promise<Uint8Array> {
    return this.instance.execProtocolRaw(encodeFrame(type, body));
  }
}
