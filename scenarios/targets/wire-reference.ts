import type { Transaction } from 'sequelize';
import { UserService } from '../../src/accounts/index.ts';
import { NodeService } from '../../src/content/index.ts';
import { type Database, commitObserver, inTransaction, openDatabase } from '../../src/database/index.ts';
import { TransactionalEventBus } from '../../src/events/index.ts';
import { OutboxTransport, drainToQuiescence } from '../../src/outbox/index.ts';
import { TenantService } from '../../src/tenancy/index.ts';
import { Capture } from './capture.ts';
import type { Mistake, ReferenceParts } from './reference-parts.ts';
import { relayEnd, relayStatement } from './relay-activity.ts';
import { OpenResources } from '../resources/index.ts';

/** Enough for every operation at once. */
const manyConnections = 24;

/** Nobody waits for the relay. */
const relayDeadlineMs = 5_000;

/** The reference services on one database, wired of their parts, with a consumer at the end. */
export interface WiredReference extends AsyncDisposable {
  readonly database: Database;
  readonly bus: TransactionalEventBus<Transaction>;
  readonly nodes: NodeService;
  readonly tenants: TenantService;
  readonly users: UserService;
  readonly parts: ReferenceParts;
  readonly capture: Capture;
}

/** What several references on one database have in common, and how much of it each may use. */
export interface Wiring {
  /** The consumer. */
  readonly capture?: Capture;
  /** Of the services' pool, at most. */
  readonly connections?: number;
}

/** Opens and wires; `mistake` exchanges parts. */
export async function wireReference(
  url: string,
  deadlineMs: number,
  mistake: Mistake = {},
  { capture = new Capture(), connections = manyConnections }: Wiring = {},
): Promise<WiredReference> {
  await using opened = new OpenResources();
  const database = opened.use(
    await openDatabase({ url, deadlineMs: mistake.databaseDeadlineMs ?? deadlineMs, pool: { max: connections } }),
  );
  const { activities } = capture;
  const logging = (sql: string) => activities.tell(relayStatement(sql));
  const relayDatabase = opened.use(await openDatabase({ url, deadlineMs: relayDeadlineMs, pool: { max: 2 }, logging }));
  const right: ReferenceParts = {
    transport: new OutboxTransport({ database }),
    runTransaction: (work) => inTransaction(database, work),
    callOperation: (call) => call(),
    relay: async (clock) => {
      const end = relayEnd({ ...(await drainToQuiescence({ database: relayDatabase, sink: capture, clock })) });
      if (end !== undefined) activities.tell(end);
    },
    encode: capture.encode,
  };
  const parts = { ...right, ...mistake.parts?.(right, { database, relayDatabase, capture }) };
  capture.encode = parts.encode;
  const bus = new TransactionalEventBus<Transaction>({ transport: parts.transport, commits: commitObserver });
  const owner = opened.move();
  return {
    database,
    bus,
    nodes: new NodeService({ database, bus }),
    tenants: new TenantService({ database, bus, resolver: { invalidate: () => undefined } }),
    users: new UserService({ database, bus }),
    parts,
    capture,
    [Symbol.asyncDispose]: () => owner[Symbol.asyncDispose](),
  };
}
