import type { Suite } from '../contract/index.ts';
import { anotherConnectionsEvent } from './another-connections-event.ts';
import { completeEnvelopes } from './complete-envelopes.ts';
import { concurrentTransactions } from './concurrent-transactions.ts';
import { errorAfterError } from './error-after-error.ts';
import { eventSurvivesTheProcess } from './event-survives-the-process.ts';
import { everyWaitIsBounded } from './every-wait-is-bounded.ts';
import { anyStatementRefused } from './exhaustion/any-statement-refused.ts';
import { connectionLostAnywhere } from './exhaustion/connection-lost-anywhere.ts';
import { killedAnywhere } from './exhaustion/killed-anywhere.ts';
import { lateCommit } from './exhaustion/late-commit.ts';
import { relayBrokenAnywhere } from './exhaustion/relay-broken-anywhere.ts';
import { secondFault } from './exhaustion/second-fault.ts';
import { unansweredAnywhere } from './exhaustion/unanswered-anywhere.ts';
import { manyEventsInOrder } from './many-events-in-order.ts';
import { noStateWithoutItsEvent } from './no-state-without-its-event.ts';
import { nothingAfterAFailedCommit } from './nothing-after-a-failed-commit.ts';
import { nothingAfterASwallowedError } from './nothing-after-a-swallowed-error.ts';
import { nothingAfterATerminatedBackend } from './nothing-after-a-terminated-backend.ts';
import { nothingAfterAThrownError } from './nothing-after-a-thrown-error.ts';
import { nothingAfterAViolation } from './nothing-after-a-violation.ts';
import { nothingBeforeCommit } from './nothing-before-commit.ts';
import { overHttp } from './over-http.ts';
import { payloadOverColumns } from './payload-over-columns.ts';
import { savepoints } from './savepoints.ts';
import { stateAndEventsAgree } from './state-and-events-agree.ts';

/** Suite COMMIT. The order is that of the ids; a new scenario takes the next one. */
export const commitOnlyPublishing: Suite = {
  name: 'COMMIT',
  promise: 'an event is published if and only if its transaction committed',
  scenarios: [
    nothingBeforeCommit,
    nothingAfterAThrownError,
    nothingAfterAViolation,
    nothingAfterAFailedCommit,
    nothingAfterASwallowedError,
    savepoints,
    nothingAfterATerminatedBackend,
    noStateWithoutItsEvent,
    eventSurvivesTheProcess,
    stateAndEventsAgree,
    concurrentTransactions,
    manyEventsInOrder,
    anotherConnectionsEvent,
    everyWaitIsBounded,
    payloadOverColumns,
    completeEnvelopes,
    anyStatementRefused,
    connectionLostAnywhere,
    unansweredAnywhere,
    secondFault,
    relayBrokenAnywhere,
    lateCommit,
    killedAnywhere,
    overHttp('COMMIT-24', nothingBeforeCommit),
    overHttp('COMMIT-25', nothingAfterAViolation),
    overHttp('COMMIT-26', nothingAfterAFailedCommit),
    overHttp('COMMIT-27', nothingAfterATerminatedBackend),
    overHttp('COMMIT-28', noStateWithoutItsEvent),
    overHttp('COMMIT-29', stateAndEventsAgree),
    overHttp('COMMIT-30', eventSurvivesTheProcess),
    overHttp('COMMIT-31', everyWaitIsBounded),
    overHttp('COMMIT-32', completeEnvelopes),
    overHttp('COMMIT-33', anyStatementRefused),
    overHttp('COMMIT-34', connectionLostAnywhere),
    errorAfterError,
  ],
  target: async () => (await import('../targets/index.ts')).reference,
  saboteurs: async () => (await import('../targets/index.ts')).commitSaboteurs,
};
