import { type Database, QueryTypes, openDatabase } from '../../src/database/index.ts';
import { requireCommitted } from '../database/index.ts';
import { RustokError, ValidationError } from '../../src/errors/index.ts';

/** Opens a connection of our own beside the database under test, and proves that there is an outbox to observe. */
export async function openObserver(database: Database | undefined, observerUrl?: string): Promise<Database> {
  if (typeof database?.url !== 'string') {
    const message = 'must be what openDatabase resolves with, or the `database` of setupTestDb';
    throw new ValidationError('The configuration of mockEventBus', [{ path: 'database', message }], {
      code: 'INVALID_CONFIGURATION',
    });
  }
  const url = observerUrl ?? database.url;
  requireCommitted(url, 'mockEventBus');
  const observer = await openDatabase({ url, pool: { max: 2 }, deadlineMs: database.deadlineMs });
  try {
    await refuseWithoutOutbox(observer);
  } catch (error) {
    await observer.close();
    throw error;
  }
  return observer;
}

async function refuseWithoutOutbox({ sequelize }: Database): Promise<void> {
  const [row] = await sequelize.query<{ name: string; has_outbox: boolean }>(
    "SELECT current_database() AS name, to_regclass('sys_events') IS NOT NULL AS has_outbox",
    { type: QueryTypes.SELECT },
  );
  if (row?.has_outbox === true) return;
  throw new RustokError(
    'OUTBOX_MISSING',
    `mockEventBus reads what was published from the table sys_events, which the database ${row?.name} does not have; migrate it with referenceMigrations, as setupTestDb does`,
  );
}
