import { type TestDatabase, createTestDatabase } from '../../harness/database/index.ts';
import { type AdminConnection, openAdminConnection } from '../../harness/counting/index.ts';
import { referenceMigrations } from '../../src/database/index.ts';
import {
  type Capability,
  InconclusiveError,
  type OpenOptions,
  type Subject,
  type Target,
  type UnitStep,
} from '../contract/index.ts';
import { sessionsAtWork } from '../levers/index.ts';
import { expectedNodeEvents } from './expected-events.ts';
import { nodeOperations } from './node-operations.ts';
import { startOperationProcess } from './process/start-process.ts';
import { readReferenceState } from './read-state.ts';
import type { Mistake } from './reference-parts.ts';
import { runUnitOfWork } from './run-unit-of-work.ts';
import { type WiredReference, wireReference } from './wire-reference.ts';
import { seedActor } from './world.ts';

const defaultDeadlineMs = 5_000;
const quietWithinMs = 10_000;

const capabilities: ReadonlySet<Capability> = new Set<Capability>([
  'real-commit',
  'concurrency',
  'kill',
  'unit-of-work',
  'event-columns',
  'domain-envelopes',
]);

/** The reference services in this process, or a sabotaged copy of them. */
export interface ReferenceTarget extends Target {
  readonly mistake: Mistake;
}

/** A target over the reference services on a test database of its own; `mistake` exchanges parts of them. */
export function referenceTarget(name: string, mistake: Mistake = {}): ReferenceTarget {
  return { name, mistake, capabilities, open: (options) => open(name, mistake, options) };
}

/** The operations of a wired reference, `unitOfWork` among them. */
export function operationsOf(reference: WiredReference): Subject['operations'] {
  return {
    ...nodeOperations(reference),
    unitOfWork: {
      mutates: true,
      prepare: async () => {
        const id = crypto.randomUUID();
        return [{ write: id }, { publish: id }];
      },
      call: (input) =>
        reference.parts.callOperation(() => runUnitOfWork(reference, input as unknown as readonly UnitStep[])),
    },
  };
}

async function open(name: string, mistake: Mistake, options: OpenOptions = {}): Promise<Subject & AsyncDisposable> {
  const deadlineMs = options.deadlineMs ?? defaultDeadlineMs;
  await using opened = new AsyncDisposableStack();
  const testDatabase = opened.use(await createTestDatabase({ migrations: referenceMigrations }));
  const admin = opened.use(await openAdminConnection(testDatabase.adminUrl));
  await admin.query(seedActor);
  const reference = opened.use(await wireReference(testDatabase.url, deadlineMs, mistake));
  const owner = opened.move();
  return {
    ...subjectOf(reference, testDatabase, admin),
    deadlineMs,
    startProcess: (calls) => startOperationProcess({ url: testDatabase.url, target: name, deadlineMs, calls }),
    [Symbol.asyncDispose]: () => owner.disposeAsync(),
  };
}

function subjectOf(
  reference: WiredReference,
  testDatabase: TestDatabase,
  admin: AdminConnection,
): Omit<Subject, 'deadlineMs' | 'startProcess'> {
  const { capture, parts } = reference;
  return {
    database: `PostgreSQL ${testDatabase.version} (${testDatabase.engine})`,
    adminUrl: testDatabase.adminUrl,
    operations: operationsOf(reference),
    expectedEvents: expectedNodeEvents,
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
      const atWork = await sessionsAtWork(admin, quietWithinMs);
      if (atWork.length > 0)
        throw new InconclusiveError(`not drained, the application is still at work: ${atWork.join('; ')}`);
      await parts.relay();
      await capture.settled();
    },
  };
}
