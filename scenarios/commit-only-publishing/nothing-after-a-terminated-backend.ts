import type { Scenario } from '../contract/index.ts';
import { terminatedAfterLastRow, terminatedBackend } from '../levers/index.ts';
import { sweepFaults } from './fault-sweep.ts';

/** The server ends the session at every row, before and after it, and while COMMIT runs. */
export const nothingAfterATerminatedBackend: Scenario = {
  id: 'COMMIT-7',
  title: 'MUST publish nothing when the backend ends before COMMIT',
  needs: ['real-commit'],
  run: (subject, report) =>
    sweepFaults(subject, report, (write) => [
      terminatedBackend(write, 'before'),
      terminatedBackend(write, 'after'),
      ...(write.rows > 1 ? [terminatedAfterLastRow(write)] : []),
      terminatedBackend(write, 'commit'),
    ]),
};
