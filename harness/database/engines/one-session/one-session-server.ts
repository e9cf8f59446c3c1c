import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { DependencyError } from '../../../../src/errors/index.ts';
import { type EngineCapability } from '../../capabilities.ts';
import { checkCreateOptions } from '../../check-options.ts';
import type { CreateDatabaseOptions, DatabaseServer, EngineName } from '../../engine.ts';
import { noteEngineAt } from '../../engine-at.ts';
import { maintenanceUrl, type ServerAddress, tcpUrl } from '../../server-address.ts';
import { templateHash } from '../../templates/template-hash.ts';
import type { Migrations, TestDatabase } from '../../test-database.ts';
import { type ControlRequest, controlDatabase } from './control.ts';

/** A server whose databases have one session each, in this process or in another one. */
export class OneSessionServer implements DatabaseServer {
  readonly engine: EngineName;
  readonly version: string;
  readonly capabilities: ReadonlySet<EngineCapability>;
  readonly chosen: string;
  readonly adminUrl: string;
  readonly tcpAdminUrl: string;
  readonly address: ServerAddress;
  readonly #stop: () => Promise<void>;
  readonly #controlUrl: string;

  constructor(address: ServerAddress, stop: () => Promise<void> = async () => undefined) {
    this.address = address;
    this.engine = address.engine;
    this.version = address.version;
    this.capabilities = new Set(address.capabilities);
    this.chosen = address.chosen ?? `${address.engine}: asked for by its name`;
    this.adminUrl = maintenanceUrl(address);
    this.tcpAdminUrl = this.adminUrl;
    this.#controlUrl = tcpUrl(address, address.admin, controlDatabase);
    this.#stop = stop;
    noteEngineAt(this.adminUrl, this);
  }

  async createDatabase(options: CreateDatabaseOptions = {}): Promise<TestDatabase> {
    checkCreateOptions(options);
    const { migrations, keep = false } = options;
    const { application, admin } = this.address;
    const name = `rustok_test_${randomBytes(8).toString('hex')}`;
    await this.#withControl(async (ask) => {
      const template = migrations === undefined ? undefined : await this.#template(migrations, ask);
      await ask({ do: 'create', name, ...(template === undefined ? {} : { template }) });
    });
    const url = tcpUrl(this.address, application, name);
    const adminUrl = tcpUrl(this.address, admin, name);
    return {
      name,
      url,
      adminUrl,
      tcpUrl: url,
      tcpAdminUrl: adminUrl,
      engine: this.engine,
      version: this.version,
      capabilities: this.capabilities,
      [Symbol.asyncDispose]: async () => {
        if (!keep) await this.#dropIfThere(name);
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop();
  }

  /** One process migrates; the others wait for it, and one of them begins again when it fails or dies. */
  async #template(migrations: Migrations, ask: Ask): Promise<string> {
    const name = await templateHash(migrations);
    if ((await ask({ do: 'claim-template', name })) === 'ready') return name;
    const building = `rustok_building_${name}`;
    await ask({ do: 'create', name: building });
    try {
      await migrations.run(tcpUrl(this.address, this.address.application, building));
      await ask({ do: 'finish-template', name, migrated: building });
      return name;
    } catch (error) {
      await ask({ do: 'finish-template', name });
      throw error;
    } finally {
      await ask({ do: 'drop', name: building });
    }
  }

  /** A server that was stopped has dropped it already. */
  async #dropIfThere(name: string): Promise<void> {
    try {
      await this.#withControl((ask) => ask({ do: 'drop', name }));
    } catch (error) {
      if (!(error instanceof DependencyError)) throw error;
    }
  }

  async #withControl<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: this.#controlUrl, connectionTimeoutMillis: 10_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new DependencyError(`The server of the engine ${this.engine} does not answer any more: ${message}`, {
        code: 'SERVER_UNREACHABLE',
        cause,
      });
    }
    try {
      return await work(async (asked) => {
        const { rows } = await client.query<{ answer: string }>(JSON.stringify(asked));
        return rows[0]?.answer ?? '';
      });
    } finally {
      await client.end();
    }
  }
}

type Ask = (asked: ControlRequest) => Promise<string>;
