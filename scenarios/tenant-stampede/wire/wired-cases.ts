import type { WiredCase } from './wired-case.ts';

/** The server's process dies under the query that everybody waits for. */
export const connectionKilled: WiredCase = {
  title: 'MUST tell 1000 callers when the connection of their one query is killed, and recover',
  fault: { kind: 'kill-backend' },
  told: [503],
};

/** The query ran, and its answer never arrives: the connection is reset. */
export const answerDropped: WiredCase = {
  title: 'MUST tell 1000 callers when the answer to their one query is lost, and recover',
  fault: { kind: 'drop-after' },
  told: [503],
};

/** The connection stays open and says nothing more. */
export const frozen: WiredCase = {
  title: 'MUST end 1000 waits for a query that is frozen at the wire by the deadline, and recover',
  opens: { deadlineMs: 2_500 },
  fault: { kind: 'freeze' },
  told: [503, 504],
};
