import type { Scenario } from '../contract/index.ts';
import { raisingTrigger, refusedLastRow, violatedConstraint } from '../levers/index.ts';
import { sweepFaults } from './fault-sweep.ts';

/** The server refuses a row of the operation, whichever it is: those before the event row, the event row, those after it. */
export const nothingAfterAViolation: Scenario = {
  id: 'COMMIT-3',
  title: 'MUST publish nothing when the server refuses a row',
  needs: ['real-commit'],
  run: (subject, report) =>
    sweepFaults(subject, report, (write) => [
      raisingTrigger(write, 'before'),
      raisingTrigger(write, 'after'),
      // With several event rows, the first ones are there when the last is refused.
      ...(write.rows > 1 ? [refusedLastRow(write)] : []),
      // A CHECK is not asked about rows that go.
      ...(write.kind === 'DELETE' ? [] : [violatedConstraint(write)]),
    ]),
};
