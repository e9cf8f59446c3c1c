import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { endClientsOf, followClients } from '../drivers/index.ts';
import { endPool, openAdminPool } from './admin-pool.ts';
import { checkCreateOptions } from './check-options.ts';
import { type EngineCapability, sharedServerCapabilities } from './capabilities.ts';
import type { CreateDatabaseOptions, DatabaseServer, EngineName } from './engine.ts';
import {
  type ServerAddress,
  endsWithItsRunner,
  maintenanceDatabase,
  maintenanceUrl,
  socketUrl,
  tcpUrl,
} from './server-address.ts';
import { explainCloneError } from './templates/clone-error.ts';
import { cloneDatabase, dropDatabase } from './templates/clone.ts';
import { Owners } from './templates/owners.ts';
import { Templates } from './templates/templates.ts';
import type { Migrations, TestDatabase } from './test-database.ts';

/** A real PostgreSQL server, whoever started it. */
export class PostgresServer implements DatabaseServer {
  readonly engine: EngineName;
  readonly version: string;
  readonly capabilities: ReadonlySet<EngineCapability>;
  readonly chosen: string;
  readonly adminUrl: string;
  readonly tcpAdminUrl: string;
  readonly address: ServerAddress;
  readonly #admin: Pool;
  readonly #templates: Templates;
  /** Only where the server outlives the processes that use it. */
  readonly #owners: Owners | undefined;
  readonly #stop: () => Promise<void>;

  constructor(address: ServerAddress, stop: () => Promise<void> = async () => undefined) {
    this.address = address;
    this.engine = address.engine;
    this.version = address.version;
    this.capabilities = address.capabilities === undefined ? sharedServerCapabilities : new Set(address.capabilities);
    this.chosen = address.chosen ?? `${address.engine}: asked for by its name`;
    this.adminUrl = maintenanceUrl(address);
    this.tcpAdminUrl = tcpUrl(address, address.admin, address.maintenanceDatabase ?? maintenanceDatabase);
    this.#admin = openAdminPool(this.adminUrl);
    this.#templates = new Templates(this.#admin, address);
    this.#owners = endsWithItsRunner(address) ? undefined : new Owners(this.#admin, this.adminUrl);
    this.#stop = stop;
  }

  /** The migrations whose templates this process has built on the server since it was last asked. */
  takeBuiltTemplates(): Migrations[] {
    return this.#templates.built.splice(0);
  }

  async createDatabase(options: CreateDatabaseOptions = {}): Promise<TestDatabase> {
    checkCreateOptions(options);
    followClients();
    const { migrations, keep = false } = options;
    const { application, admin } = this.address;
    const name = `rustok_test_${randomBytes(8).toString('hex')}`;
    await this.#clone(name, migrations);
    return {
      name,
      url: socketUrl(this.address, application, name),
      adminUrl: socketUrl(this.address, admin, name),
      tcpUrl: tcpUrl(this.address, application, name),
      tcpAdminUrl: tcpUrl(this.address, admin, name),
      engine: this.engine,
      version: this.version,
      capabilities: this.capabilities,
      [Symbol.asyncDispose]: async () => {
        await endClientsOf(name);
        if (!keep) await dropDatabase(this.#admin, name);
      },
    };
  }

  async #clone(name: string, migrations: Migrations | undefined): Promise<void> {
    try {
      const template = migrations === undefined ? 'template1' : await this.#templates.nameFor(migrations);
      const owner = await this.#owners?.name();
      await cloneDatabase(this.#admin, { name, template, address: this.address, owner });
    } catch (error) {
      throw explainCloneError(error, this.address);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#admin.ended) return;
    await this.#owners?.leave();
    await endPool(this.#admin);
    await this.#stop();
  }
}
