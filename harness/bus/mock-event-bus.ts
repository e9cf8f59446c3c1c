import type { Transaction } from 'sequelize';
import { type Database, commitObserver } from '../../src/database/index.ts';
import {
  type Clock,
  type EventEnvelope,
  type IdSource,
  type TransactionalEventTransport,
  TransactionalEventBus,
} from '../../src/events/index.ts';
import { OutboxTransport, drainToQuiescence } from '../../src/outbox/index.ts';
import { CapturingTransport } from './capturing-transport.ts';
import { openObserver } from './open-observer.ts';
import { type Fate, fatesOf } from './fates.ts';

/** The database that is observed, and where time and ids come from. */
export interface MockEventBusOptions {
  /** The database of the service under test. */
  readonly database: Database;
  /** Where committed rows are read back from; default the database's own URL. Names the server itself when a proxy stands before it. */
  readonly observerUrl?: string | undefined;
  readonly clock?: Clock | undefined;
  readonly ids?: IdSource | undefined;
}

/** The real bus over the real outbox, with a record of what became of every envelope. */
export interface MockEventBus extends AsyncDisposable {
  /** Hand this to the service under test. */
  readonly bus: TransactionalEventBus<Transaction>;
  /** The transport below the bus, for `createServices({ transport })`. */
  readonly transport: TransactionalEventTransport<Transaction>;
  /** Every envelope handed over, whatever became of it, in order. */
  captured(): EventEnvelope[];
  /** Envelopes of transactions that are neither committed nor rolled back: no consumer may know them. */
  staged(): Promise<EventEnvelope[]>;
  /** What a consumer has received by now, once each and in order: committed rows, delivered by the relay's own step. Also those of other publishers. */
  published(): Promise<EventEnvelope[]>;
  /** Envelopes whose transaction, or savepoint, ended without commit, or whose write was refused. */
  discarded(): Promise<EventEnvelope[]>;
  /** Forgets everything captured and received so far; what is still in the outbox will be published. */
  reset(): void;
}

/**
 * A capture on the real bus, nothing doubled: envelopes go into `sys_events` inside the service's transaction, and the server
 * is asked, on a connection of its own, what became of them. Dispose of it before the database is dropped.
 */
export async function mockEventBus(options: MockEventBusOptions): Promise<MockEventBus> {
  const { database, clock, ids } = options;
  const observer = await openObserver(database, options.observerUrl);
  const transport = new CapturingTransport(
    new OutboxTransport({ database, clock }),
    database.sequelize.getDatabaseName(),
  );
  const received = new Map<string, EventEnvelope>();
  const sink = { deliver: async (envelope: EventEnvelope) => void received.set(envelope.id, envelope) };
  let draining: Promise<unknown> = Promise.resolve();

  const withFate = async (wanted: Fate) => {
    const fates = await fatesOf(observer, transport.captures);
    return [...fates].filter(([, fate]) => fate === wanted).map(([{ envelope }]) => envelope);
  };
  // One after the other: rows that another drain has claimed would be missing.
  const drainAll = () => {
    draining = draining.catch(() => undefined).then(() => drainToQuiescence({ database: observer, sink, clock }));
    return draining;
  };
  return {
    bus: new TransactionalEventBus<Transaction>({ transport, clock, ids, commits: commitObserver }),
    transport,
    captured: () => transport.captures.map(({ envelope }) => envelope),
    staged: () => withFate('staged'),
    async published() {
      await drainAll();
      return [...received.values()];
    },
    discarded: () => withFate('discarded'),
    reset() {
      transport.forget();
      received.clear();
    },
    [Symbol.asyncDispose]: () => observer.close(),
  };
}
