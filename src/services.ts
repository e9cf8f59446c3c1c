import type { Transaction } from 'sequelize';
import { NodeService } from './content/index.ts';
import { type Database, type DatabaseOptions, commitObserver, openDatabase } from './database/index.ts';
import { type Clock, type IdSource, type TransactionalEventTransport, TransactionalEventBus } from './events/index.ts';
import { OutboxTransport } from './outbox/index.ts';

/** What the services are made with. */
export interface ServicesOptions {
  readonly clock?: Clock | undefined;
  readonly ids?: IdSource | undefined;
  /** Default: the outbox of the same database. */
  readonly transport?: TransactionalEventTransport<Transaction> | undefined;
}

/** The reference services on one database, wired. */
export interface Services extends AsyncDisposable {
  readonly database: Database;
  readonly transport: TransactionalEventTransport<Transaction>;
  readonly bus: TransactionalEventBus<Transaction>;
  readonly nodes: NodeService;
  /** Closes the database if `createServices` opened it. */
  close(): Promise<void>;
}

/** Wires the services to a database that is open, which stays its owner's, or to one that it opens and `close` closes. */
export async function createServices(
  options: ServicesOptions & ({ readonly database: Database } | DatabaseOptions),
): Promise<Services> {
  const isOwner = !('database' in options);
  const database = isOwner ? await openDatabase(options) : options.database;
  const { clock, ids, transport = new OutboxTransport({ database, clock }) } = options;
  const bus = new TransactionalEventBus<Transaction>({ transport, clock, ids, commits: commitObserver });
  const close = async () => {
    if (isOwner) await database.close();
  };
  return {
    database,
    transport,
    bus,
    nodes: new NodeService({ database, bus, clock, ids }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
