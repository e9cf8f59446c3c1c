import { DependencyError } from '../../src/errors/index.ts';
import { askDatabase } from './admin-sessions.ts';
import type { Leak } from './leak.ts';
import { publisherOf } from './publishes.ts';

interface Row {
  readonly id: string;
  readonly type: string;
  readonly status: string;
}

const UNDELIVERED = `
SELECT id, coalesce(payload ->> 'event_type', 'unknown') AS type, status FROM sys_events
 WHERE status <> 'dispatched' ORDER BY created_at, id LIMIT 100`;

/** The envelopes in the database's outbox that no consumer has received. */
export async function undeliveredOutbox(adminUrl: string): Promise<Leak[]> {
  const rows = (await read(adminUrl)) as Row[];
  return rows.map(({ id, type, status }) => ({
    kind: 'undelivered-outbox',
    what: `${type} (${id}) is ${status} in the outbox`,
    stack: publisherOf(id) ?? 'published by another process, or by a bus that is not a mockEventBus',
  }));
}

async function read(adminUrl: string): Promise<unknown[]> {
  try {
    return await askDatabase(adminUrl, UNDELIVERED);
  } catch (cause) {
    throw new DependencyError('The outbox, the table sys_events, could not be read for undelivered envelopes', {
      cause,
      code: 'LEAK_CHECK_FAILED',
    });
  }
}
