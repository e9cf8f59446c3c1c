import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { type ServerAddress, maintenanceUrl, socketUrl } from '../server-address.ts';
import type { Migrations } from '../test-database.ts';
import { within } from '../within.ts';
import { cloneDatabase, dropDatabase } from './clone.ts';
import { withLock } from './lock.ts';
import { marking, oursFor, unusedTemplates, useTemplate } from './mark.ts';
import { templateHash } from './template-hash.ts';

const migrationDeadlineMs = 120_000;

/**
 * The migrated databases of one server, from which tests get their clones. One builder at a time, across processes; a template
 * gets its name when it is complete, so that a builder that fails or dies leaves nothing that is used.
 */
export class Templates {
  readonly #admin: Pool;
  readonly #address: ServerAddress;
  readonly #inFlight = new Map<string, Promise<void>>();
  /** What was not there and was built by this process. */
  readonly built: Migrations[] = [];

  constructor(admin: Pool, address: ServerAddress) {
    this.#admin = admin;
    this.#address = address;
  }

  /** Returns the name of a database migrated by `migrations`, building it first where it is missing. */
  async nameFor(migrations: Migrations): Promise<string> {
    const name = `rustok_template_${await templateHash(migrations)}`;
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
    if (await useTemplate(this.#admin, name)) return;
    await withLock(maintenanceUrl(this.#address), name, async () => {
      if (await useTemplate(this.#admin, name)) return;
      await this.#build(name, migrations);
      await useTemplate(this.#admin, name);
    });
    await this.#dropUnused();
  }

  /** A server that outlives its users would keep a template of every migration that there ever was. */
  async #dropUnused(): Promise<void> {
    if ((await unusedTemplates(this.#admin)).length === 0) return;
    await withLock(maintenanceUrl(this.#address), 'unused templates', async () => {
      for (const name of await unusedTemplates(this.#admin)) await dropDatabase(this.#admin, name);
    });
  }

  async #build(name: string, migrations: Migrations): Promise<void> {
    const unfinished = name.replace('template', 'building');
    // Left by builders that died: nobody builds this template now but the holder of its lock.
    for (const { name: left } of await oursFor(this.#admin, 'building')) {
      if (left.startsWith(unfinished)) await dropDatabase(this.#admin, left);
    }
    const building = `${unfinished}_${randomBytes(4).toString('hex')}`;
    const clone = { name: building, template: 'template1', address: this.#address, purpose: 'building' } as const;
    await cloneDatabase(this.#admin, clone);
    try {
      const running = migrations.run(socketUrl(this.#address, this.#address.application, building));
      await within(running, migrationDeadlineMs, 'migrating a template database');
      await this.#publish(building, name);
      this.built.push(migrations);
    } catch (error) {
      await dropDatabase(this.#admin, building);
      throw error;
    }
  }

  /** One message is one transaction: it is a template under its name, or a building site that the next builder drops. */
  async #publish(building: string, name: string): Promise<void> {
    await this.#admin.query(
      `ALTER DATABASE ${building} WITH ALLOW_CONNECTIONS false; ${marking(building, 'template')}; ALTER DATABASE ${building} RENAME TO ${name}`,
    );
  }
}
