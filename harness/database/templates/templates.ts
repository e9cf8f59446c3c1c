import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { type ServerAddress, maintenanceUrl, socketUrl } from '../server-address.ts';
import type { Migrations } from '../test-database.ts';
import { within } from '../within.ts';
import { cloneDatabase, dropDatabase } from './clone.ts';
import { withLock } from './lock.ts';

const migrationDeadlineMs = 120_000;

/**
 * The migrated databases of one server, from which tests get their clones. One builder at a time, across processes; a template
 * gets its name when it is complete, so that a builder that fails or dies leaves nothing that is used.
 */
export class Templates {
  readonly #admin: Pool;
  readonly #address: ServerAddress;
  readonly #inFlight = new Map<string, Promise<void>>();

  constructor(admin: Pool, address: ServerAddress) {
    this.#admin = admin;
    this.#address = address;
  }

  /** Returns the name of a database migrated by `migrations`, building it first where it is missing. */
  async nameFor(migrations: Migrations): Promise<string> {
    const hash = createHash('sha256')
      .update(await migrations.hash())
      .digest('hex')
      .slice(0, 24);
    const name = `rustok_template_${hash}`;
    const inFlight = this.#inFlight.get(name) ?? this.#ensure(name, migrations);
    this.#inFlight.set(name, inFlight);
    try {
      await inFlight;
    } finally {
      this.#inFlight.delete(name);
    }
    return name;
  }

  async #ensure(name: string, migrations: Migrations): Promise<void> {
    if (await this.#exists(name)) return;
    await withLock(maintenanceUrl(this.#address), name, async () => {
      if (!(await this.#exists(name))) await this.#build(name, migrations);
    });
  }

  async #build(name: string, migrations: Migrations): Promise<void> {
    const building = name.replace('template', 'building');
    await dropDatabase(this.#admin, building);
    await cloneDatabase(this.#admin, { name: building, template: 'template1', address: this.#address });
    try {
      const running = migrations.run(socketUrl(this.#address, this.#address.application, building));
      await within(running, migrationDeadlineMs, 'migrating a template database');
      await this.#admin.query(`ALTER DATABASE ${building} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
      await this.#admin.query(`ALTER DATABASE ${building} RENAME TO ${name}`);
    } catch (error) {
      await dropDatabase(this.#admin, building);
      throw error;
    }
  }

  async #exists(name: string): Promise<boolean> {
    const { rowCount } = await this.#admin.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    return rowCount === 1;
  }
}
