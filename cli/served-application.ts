import { randomBytes } from 'node:crypto';
import { sampleTenants, sampleUsers } from '../fixtures/index.ts';
import { createTestDatabase } from '../harness/database/index.ts';
import { type Database, referenceMigrations } from '../src/database/index.ts';
import { type Application, createApplication } from '../src/http/index.ts';
import { createServices } from '../src/index.ts';

/** The reference application on an embedded database of its own, with the sample tenants and users in it. */
export interface ServedApplication extends AsyncDisposable {
  readonly application: Application;
  readonly url: string;
  readonly databaseUrl: string;
}

/** Starts database and application; disposing ends both, requests under way first. */
export async function serveApplication(address: { host: string; port: number }): Promise<ServedApplication> {
  const opened: AsyncDisposable[] = [];
  const close = async (): Promise<void> => {
    for (const resource of opened.splice(0).toReversed()) await resource[Symbol.asyncDispose]();
  };
  const open = <T extends AsyncDisposable>(resource: T): T => {
    opened.push(resource);
    return resource;
  };
  try {
    const testDatabase = open(await createTestDatabase({ migrations: referenceMigrations }));
    const services = open(await createServices({ url: testDatabase.url, pool: { max: 10 } }));
    await seed(services.database);
    const tokens = { secret: randomBytes(32), lifetimeSeconds: 24 * 3600 };
    const application = open(createApplication({ services, tokens }));
    const url = await application.listen(address);
    return { application, url, databaseUrl: testDatabase.url, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function seed({ sequelize }: Database): Promise<void> {
  for (const [table, rows] of [
    ['tenants', sampleTenants()],
    ['users', sampleUsers()],
  ] as const) {
    await sequelize.query(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1)`, {
      bind: [JSON.stringify(rows)],
    });
  }
}
