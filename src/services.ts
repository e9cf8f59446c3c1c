import type { Transaction } from 'sequelize';
import { UserService } from './accounts/index.ts';
import { checkConfiguration, objectWith, sources, withMethods } from './configuration/index.ts';
import { NodeService } from './content/index.ts';
import {
  type Database,
  type DatabaseOptions,
  commitObserver,
  databaseFields,
  openDatabase,
  openedDatabase,
} from './database/index.ts';
import { type Clock, type IdSource, type TransactionalEventTransport, TransactionalEventBus } from './events/index.ts';
import { OutboxTransport } from './outbox/index.ts';
import {
  CachingTenantResolver,
  resolverLoader,
  resolverParts,
  SequelizeTenantLoader,
  type TenantResolver,
  type TenantResolverOptions,
  TenantService,
} from './tenancy/index.ts';

/** What the services are made with. */
export interface ServicesOptions {
  readonly clock?: Clock | undefined;
  readonly ids?: IdSource | undefined;
  /** Default: the outbox of the same database. */
  readonly transport?: TransactionalEventTransport<Transaction> | undefined;
  /** Parts of the tenant resolver, each in place of the default one. */
  readonly tenancy?: Partial<TenantResolverOptions> | undefined;
  /** In place of the default resolver as a whole. */
  readonly resolver?: TenantResolver | undefined;
}

/** The reference services on one database, wired. */
export interface Services extends AsyncDisposable {
  readonly database: Database;
  readonly transport: TransactionalEventTransport<Transaction>;
  readonly bus: TransactionalEventBus<Transaction>;
  readonly nodes: NodeService;
  readonly resolver: TenantResolver;
  readonly tenants: TenantService;
  readonly users: UserService;
  /** Closes the database if `createServices` opened it. */
  close(): Promise<void>;
}

const ownFields = {
  ...sources,
  transport: withMethods('publish', 'publishBatch', 'acknowledge', 'publishInTransaction').optional(),
  tenancy: objectWith({ loader: resolverLoader.optional(), ...resolverParts }).optional(),
  resolver: withMethods('resolve', 'invalidate', 'stats').optional(),
};
const onOpenDatabase = objectWith({ ...ownFields, database: openedDatabase });
const onUrl = objectWith({ ...ownFields, ...databaseFields });

/** Wires the services to a database that is open, which stays its owner's, or to one that it opens and `close` closes. */
export async function createServices(
  options: ServicesOptions & ({ readonly database: Database } | DatabaseOptions),
): Promise<Services> {
  // Before anything is opened: nobody would close it.
  const isGiven = typeof options === 'object' && 'database' in options;
  checkConfiguration(isGiven ? onOpenDatabase : onUrl, 'The configuration of the services', options);
  const database = isGiven ? options.database : await openDatabase(options);
  const { clock, ids, transport = new OutboxTransport({ database, clock }) } = options;
  const bus = new TransactionalEventBus<Transaction>({ transport, clock, ids, commits: commitObserver });
  const resolver = options.resolver ?? resolverOn(database, options.tenancy);
  const close = async () => {
    if (!isGiven) await database.close();
  };
  return {
    database,
    transport,
    bus,
    nodes: new NodeService({ database, bus, clock, ids }),
    resolver,
    tenants: new TenantService({ database, bus, resolver, clock, ids }),
    users: new UserService({ database, bus, clock, ids }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function resolverOn(database: Database, parts: Partial<TenantResolverOptions> = {}): TenantResolver {
  const loader = new SequelizeTenantLoader({ database });
  return new CachingTenantResolver({ loader, loadTimeoutMs: database.deadlineMs, ...parts });
}
