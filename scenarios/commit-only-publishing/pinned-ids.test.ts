import { expect, test } from 'vitest';
import { commitOnlyPublishing } from './suite.ts';

test('an id keeps its meaning for ever', () => {
  expect(commitOnlyPublishing.scenarios.map(({ id, title }) => `${id} ${title}`)).toMatchInlineSnapshot(`
    [
      "COMMIT-1 MUST publish events after COMMIT, never before",
      "COMMIT-2 MUST publish nothing when the transaction's code throws",
      "COMMIT-3 MUST publish nothing when the server refuses a row",
      "COMMIT-4 MUST publish nothing when a deferred constraint fails",
      "COMMIT-5 MUST publish nothing when COMMIT is answered with ROLLBACK",
      "COMMIT-6 MUST roll back the events of a savepoint, and no others",
      "COMMIT-7 MUST publish nothing when the backend ends before COMMIT",
      "COMMIT-8 MUST store no state when the server refuses the event row",
      "COMMIT-9 MUST publish although the process dies right after COMMIT",
      "COMMIT-10 MUST keep state and events in agreement, always",
      "COMMIT-11 MUST tell 50 transactions apart, half of them rolled back",
      "COMMIT-12 MUST publish the events of one transaction in their order",
      "COMMIT-13 MUST keep one connection's events out of another's rollback",
      "COMMIT-14 MUST settle every operation by its deadline",
      "COMMIT-15 MUST refuse an event whose columns contradict its payload",
      "COMMIT-16 MUST publish complete envelopes with one correlation",
      "COMMIT-17 MUST leave all or nothing, whichever statement fails",
      "COMMIT-18 MUST leave all or nothing, wherever the connection is lost",
      "COMMIT-19 MUST settle by its deadline, whichever statement is never answered",
      "COMMIT-20 MUST leave all or nothing when the recovery fails too",
      "COMMIT-21 MUST publish every committed event, wherever the relay is broken",
      "COMMIT-22 MUST publish what commits late, wherever it was overtaken",
      "COMMIT-23 MUST leave all or nothing, at whichever statement the process is killed",
      "COMMIT-24 MUST publish events after COMMIT, never before, over HTTP",
      "COMMIT-25 MUST publish nothing when the server refuses a row, over HTTP",
      "COMMIT-26 MUST publish nothing when a deferred constraint fails, over HTTP",
      "COMMIT-27 MUST publish nothing when the backend ends before COMMIT, over HTTP",
      "COMMIT-28 MUST store no state when the server refuses the event row, over HTTP",
      "COMMIT-29 MUST keep state and events in agreement, always, over HTTP",
      "COMMIT-30 MUST publish although the process dies right after COMMIT, over HTTP",
      "COMMIT-31 MUST settle every operation by its deadline, over HTTP",
      "COMMIT-32 MUST publish complete envelopes with one correlation, over HTTP",
      "COMMIT-33 MUST leave all or nothing, whichever statement fails, over HTTP",
      "COMMIT-34 MUST leave all or nothing, wherever the connection is lost, over HTTP",
      "COMMIT-35 MUST give back what it took, error after error",
    ]
  `);
});

test('every scenario is caught failing by at least one saboteur', async () => {
  const saboteurs = await commitOnlyPublishing.saboteurs();
  const covered = new Set(saboteurs.flatMap(({ caughtBy }) => caughtBy.map(({ scenario }) => scenario)));
  expect(commitOnlyPublishing.scenarios.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
});
