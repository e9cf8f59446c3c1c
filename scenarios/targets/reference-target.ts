import { expectedEvents } from '../../harness/agreement/index.ts';
import { type TestDatabase, createTestDatabase, sharedServer } from '../../harness/database/index.ts';
import { type AdminConnection, openAdminConnection } from '../../harness/counting/index.ts';
import { referenceMigrations } from '../../src/database/index.ts';
import {
  type Capability,
  type ConnectedService,
  type OpenOptions,
  type OperationCall,
  type Subject,
  type Target,
} from '../contract/index.ts';
import { untilAtRest } from '../levers/index.ts';
import { connectOperationProcess } from './process/connect-process.ts';
import type { ProcessOrder } from './process/process-messages.ts';
import { startOperationProcess } from './process/start-process.ts';
import { type Reach, byRoutes, directly } from './reach.ts';
import { readReferenceState } from './read-state.ts';
import type { Mistake, ReferenceParts } from './reference-parts.ts';
import { type WiredReference, wireReference } from './wire-reference.ts';
import { seedActor } from './world.ts';
import { OpenResources } from '../resources/index.ts';

const defaultDeadlineMs = 5_000;
const quietWithinMs = 10_000;
const relayAttempts = 5;
const afterAnyClaimMs = 120_000;

const capabilities: ReadonlySet<Capability> = new Set<Capability>([
  'real-commit',
  'concurrency',
  'kill',
  'unit-of-work',
  'event-columns',
  'domain-envelopes',
  'wire',
  'relay',
  'http',
]);

/** The reference services in this process, or a sabotaged copy of them. */
export interface ReferenceTarget extends Target {
  readonly mistake: Mistake;
}

/** A target over the reference services on a test database of its own; `mistake` exchanges parts of them. */
export function referenceTarget(name: string, mistake: Mistake = {}): ReferenceTarget {
  return { name, mistake, capabilities, engine: () => sharedServer(), open: (options) => open(name, mistake, options) };
}

async function open(name: string, mistake: Mistake, options: OpenOptions = {}): Promise<Subject & AsyncDisposable> {
  const deadlineMs = options.deadlineMs ?? defaultDeadlineMs;
  await using opened = new OpenResources();
  const testDatabase = opened.use(await createTestDatabase({ migrations: referenceMigrations }));
  const admin = opened.use(await openAdminConnection(testDatabase.adminUrl));
  await admin.query(seedActor);
  if (mistake.schema !== undefined) await admin.query(mistake.schema(testDatabase));
  const reference = opened.use(await wireReference(testDatabase.url, deadlineMs, mistake));
  const { operations } = await directly(reference);
  const owner = opened.move();
  /** By another URL and in another process, operations are called in the way in which they are here. */
  const wayOf = (called: Subject['operations'], reach: Reach, order: Pick<ProcessOrder, 'overHttp'> = {}) => ({
    operations: called,
    startProcess: (calls: readonly OperationCall[], url = testDatabase.url) =>
      startOperationProcess({ url, target: name, deadlineMs, calls, ...order }),
    wire: {
      url: testDatabase.url,
      connect: async (url: string) => connected(await wireAgain(url, deadlineMs, mistake, reference), reach),
      connectProcess: (url: string) =>
        connectOperationProcess({ url, target: name, deadlineMs, calls: [], ...order }, called),
    },
  });
  return {
    ...subjectOf(reference, testDatabase, admin),
    ...wayOf(operations, directly),
    deadlineMs,
    openAnother: () => open(name, mistake, options),
    overHttp: async () => {
      const reach = byRoutes(mistake.http);
      const routes = owner.use(await reach(reference));
      return wayOf(routes.operations, reach, { overHttp: true });
    },
    [Symbol.asyncDispose]: () => owner[Symbol.asyncDispose](),
  };
}

/** So few that all of them can be asked for at once after every fault. */
const connections = 4;

async function wireAgain(url: string, deadlineMs: number, mistake: Mistake, { capture }: WiredReference) {
  return wireReference(url, deadlineMs, mistake, { capture, connections });
}

/** A reference that was wired once more, by another URL. */
async function connected(reference: WiredReference, reach: Reach): Promise<ConnectedService> {
  await using opened = new OpenResources();
  opened.use(reference);
  const { operations } = opened.use(await reach(reference));
  const owner = opened.move();
  return {
    operations,
    relay: () => reference.parts.relay(),
    probe: { connections, ask: () => reference.database.sequelize.query('SELECT 1') },
    [Symbol.asyncDispose]: () => owner[Symbol.asyncDispose](),
  };
}

/** What a relay that failed has claimed, or will try again, is due later: then is now. */
async function relayAll({ relay }: ReferenceParts, admin: AdminConnection): Promise<void> {
  await relay();
  for (let attempt = 1; attempt <= relayAttempts; attempt += 1) {
    const [row] = await admin.query<{ isWaiting: boolean }>(
      `SELECT EXISTS (SELECT FROM sys_events WHERE status = 'pending') AS "isWaiting"`,
    );
    if (row?.isWaiting !== true) return;
    const then = new Date(Date.now() + attempt * afterAnyClaimMs);
    await relay({ now: () => then });
  }
}

function subjectOf(
  reference: WiredReference,
  testDatabase: TestDatabase,
  admin: AdminConnection,
): Omit<Subject, 'deadlineMs' | 'operations' | 'openAnother' | 'overHttp' | 'startProcess' | 'wire'> {
  const { capture, parts } = reference;
  return {
    database: `PostgreSQL ${testDatabase.version} (${testDatabase.engine})`,
    adminUrl: testDatabase.adminUrl,
    expectedEvents,
    onActivity: capture.activities.listen,
    eventColumns: {
      table: 'sys_events',
      id: 'id',
      eventType: 'event_type',
      schemaVersion: 'schema_version',
      otherEventType: 'node.deleted',
    },
    readState: () => readReferenceState(admin),
    readPublished: async () => {
      await parts.relay();
      return capture.received;
    },
    drain: async () => {
      await capture.settled();
      await untilAtRest(admin, quietWithinMs);
      await relayAll(parts, admin);
      await capture.settled();
    },
  };
}
