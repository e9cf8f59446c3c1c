import type { Transaction } from 'sequelize';
import { NodeService } from '../../src/content/index.ts';
import { type Database, commitObserver, inTransaction, openDatabase } from '../../src/database/index.ts';
import { TransactionalEventBus } from '../../src/events/index.ts';
import { OutboxTransport, drainToQuiescence } from '../../src/outbox/index.ts';
import { Capture } from './capture.ts';
import type { Mistake, ReferenceParts } from './reference-parts.ts';

/** Enough for every operation at once. */
const connections = 16;

/** The reference services on one database, wired of their parts, with a consumer at the end. */
export interface WiredReference extends AsyncDisposable {
  readonly database: Database;
  readonly bus: TransactionalEventBus<Transaction>;
  readonly nodes: NodeService;
  readonly parts: ReferenceParts;
  readonly capture: Capture;
}

/** Opens and wires; `mistake` exchanges parts. */
export async function wireReference(url: string, deadlineMs: number, mistake: Mistake = {}): Promise<WiredReference> {
  await using opened = new AsyncDisposableStack();
  const database = opened.use(
    await openDatabase({ url, deadlineMs: mistake.databaseDeadlineMs ?? deadlineMs, pool: { max: connections } }),
  );
  const relayDatabase = opened.use(await openDatabase({ url, pool: { max: 2 } }));
  const capture = new Capture();
  const right: ReferenceParts = {
    transport: new OutboxTransport({ database }),
    runTransaction: (work) => inTransaction(database, work),
    callOperation: (call) => call(),
    relay: async () => {
      await drainToQuiescence({ database: relayDatabase, sink: capture });
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
    parts,
    capture,
    [Symbol.asyncDispose]: () => owner.disposeAsync(),
  };
}
