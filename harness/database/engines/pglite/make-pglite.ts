import type { Role } from '../../server-address.ts';
import type { DatabaseMaker } from '../one-session/house.ts';
import { PgliteDatabase } from './pglite-database.ts';
import { PGlite, statementStatistics } from './pglite-module.ts';

const settings = {
  'pg_stat_statements.track': 'all',
  max_prepared_transactions: '20',
  deadlock_timeout: '10ms',
  TimeZone: 'UTC',
};

/** What makes databases, and the version of PostgreSQL in them. */
export interface PgliteSource {
  readonly version: string;
  readonly maker: DatabaseMaker<Blob>;
}

/** Makes the first database, which takes seconds; every other one starts as a copy of its files. */
export async function openPgliteSource(application: Role): Promise<PgliteSource> {
  const first = await open();
  await first.exec(`CREATE ROLE ${application.name} LOGIN; ALTER DATABASE postgres OWNER TO ${application.name}`);
  const { rows } = await first.query<{ version: string }>(`SELECT current_setting('server_version') AS version`);
  const version = rows[0]?.version ?? '';
  const empty = await first.dumpDataDir('none');
  let unused: PgliteDatabase | undefined = new PgliteDatabase(first, version);
  return {
    version,
    maker: {
      async make(template) {
        const ready = template === undefined ? unused : undefined;
        if (ready !== undefined) unused = undefined;
        return ready ?? new PgliteDatabase(await open(template ?? empty), version);
      },
      templateOf: (database) => (database as PgliteDatabase).instance.dumpDataDir('none'),
    },
  };
}

async function open(files?: Blob): Promise<InstanceType<typeof PGlite>> {
  const startParams = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return PGlite.create({
    extensions: { pg_stat_statements: statementStatistics },
    startParams: [...PGlite.defaultStartParams, ...startParams],
    ...(files === undefined ? {} : { loadDataDir: files }),
  });
}
