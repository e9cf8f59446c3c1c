import { commitErrorSwallowed } from './commit-error-swallowed.ts';
import { commitRetriedBlindly } from './commit-retried-blindly.ts';
import type { CommitSaboteur } from './commit-saboteur.ts';
import { connectionKeptByAnError } from './connection-kept-by-an-error.ts';
import { correlationForEachEvent } from './correlation-for-each-event.ts';
import { decodeTrustsTheColumn } from './decode-trusts-the-column.ts';
import { envelopeWithoutVersion } from './envelope-without-version.ts';
import { eventDeadlineIgnored } from './event-deadline-ignored.ts';
import { eventErrorBehindASavepoint } from './event-error-behind-a-savepoint.ts';
import { eventLostOnSavepoint } from './event-lost-on-savepoint.ts';
import { eventWrittenThroughDblink } from './event-written-through-dblink.ts';
import { newestEventFirst } from './newest-event-first.ts';
import { noDeadline } from './no-deadline.ts';
import { oneListForAllTransactions } from './one-list-for-all-transactions.ts';
import { onlyTheFirstEvent } from './only-the-first-event.ts';
import { outboxRowCommittedFirst } from './outbox-row-committed-first.ts';
import { outboxRowOnAnotherConnection } from './outbox-row-on-another-connection.ts';
import { publishedAfterAwaitTransaction } from './published-after-await-transaction.ts';
import { publishedBeforeCommit } from './published-before-commit.ts';
import { publishedByTheProcessAfterCommit } from './published-by-the-process-after-commit.ts';
import { publishedInAfterCommit } from './published-in-after-commit.ts';
import { publishedTwoSecondsLater } from './published-two-seconds-later.ts';
import { publishedWhateverHappens } from './published-whatever-happens.ts';
import { relayMarksBeforeItPublishes } from './relay-marks-before-it-publishes.ts';
import { relayWithASequenceCursor } from './relay-with-a-sequence-cursor.ts';
import { routeHidesTheError } from './route-hides-the-error.ts';
import { savepointKeepsItsEvents } from './savepoint-keeps-its-events.ts';
import { secondFailureSwallowed } from './second-failure-swallowed.ts';
import { successAtTheDeadline } from './success-at-the-deadline.ts';
import { twoTransactions } from './two-transactions.ts';
/** Every mistake that suite COMMIT must notice. */
export const sabotaged: readonly CommitSaboteur[] = [
  publishedBeforeCommit,
  publishedAfterAwaitTransaction,
  publishedInAfterCommit,
  publishedByTheProcessAfterCommit,
  commitErrorSwallowed,
  outboxRowOnAnotherConnection,
  twoTransactions,
  envelopeWithoutVersion,
  eventLostOnSavepoint,
  decodeTrustsTheColumn,
  publishedWhateverHappens,
  savepointKeepsItsEvents,
  eventErrorBehindASavepoint,
  oneListForAllTransactions,
  onlyTheFirstEvent,
  newestEventFirst,
  correlationForEachEvent,
  noDeadline,
  successAtTheDeadline,
  outboxRowCommittedFirst,
  commitRetriedBlindly,
  eventWrittenThroughDblink,
  relayMarksBeforeItPublishes,
  relayWithASequenceCursor,
  publishedTwoSecondsLater,
  eventDeadlineIgnored,
  secondFailureSwallowed,
  routeHidesTheError,
  connectionKeptByAnError,
];
