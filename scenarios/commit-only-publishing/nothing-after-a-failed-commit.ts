import type { Scenario } from '../contract/index.ts';
import { deferredConstraint } from '../levers/index.ts';
import { sweepFaults } from './fault-sweep.ts';

/** Every statement succeeds, COMMIT itself fails. */
export const nothingAfterAFailedCommit: Scenario = {
  id: 'COMMIT-4',
  title: 'MUST publish nothing when a deferred constraint fails',
  needs: ['real-commit'],
  run: (subject, report) => sweepFaults(subject, report, (write) => [deferredConstraint(write)]),
};
