import type { Scenario } from '../contract/index.ts';
import { type Write, fullTablespace, raisingTrigger, revokedRight } from '../levers/index.ts';
import { type PointsOf, sweepFaults } from './fault-sweep.ts';
import type { UndisturbedRun } from './undisturbed.ts';

/** The other half of the promise: an event that cannot be stored takes the state with it. */
export const noStateWithoutItsEvent: Scenario = {
  id: 'COMMIT-8',
  title: 'MUST store no state when the server refuses the event row',
  needs: ['real-commit'],
  run: (subject, report) => sweepFaults(subject, report, refusalsOfTheEventRow),
};

const refusalsOfTheEventRow: PointsOf = (write, run) =>
  isStateTable(write, run)
    ? []
    : [raisingTrigger(write, 'before'), raisingTrigger(write, 'after'), revokedRight(write), fullTablespace(write)];

/** Events wait in a table that is no part of the state. */
function isStateTable({ table }: Write, { before, after }: UndisturbedRun): boolean {
  const names = new Set([...before.state, ...after.state].map((row) => row.table));
  return names.has(unqualified(table)) || names.has(table);
}

function unqualified(table: string): string {
  return (table.split('.').at(-1) ?? table).replaceAll('"', '');
}
