import type { Scenario, Subject } from '../contract/index.ts';
import { type Write, fullTablespace, raisingTrigger, revokedRight } from '../levers/index.ts';
import { type Interference, type PointsOf, sweepFaults } from './fault-sweep.ts';
import { publishedBetween } from './observation.ts';
import type { UndisturbedRun } from './undisturbed.ts';

/**
 * The other half of the promise: an event that cannot be stored takes the state with it. Where no table lies between the service and its
 * consumer, the consumer refuses the event: then there is no state either, or the event comes later.
 */
export const noStateWithoutItsEvent: Scenario = {
  id: 'COMMIT-8',
  title: 'MUST store no state when the server refuses the event row',
  needs: ['real-commit'],
  run: (subject, report) =>
    sweepFaults(subject, report, refusalsOfTheEventRow, {
      interferences: (run) => refusalsOfTheConsumer(subject, run),
      advice:
        'every table that is written is part of the state, and the consumer cannot be made to refuse: leave the table in which events wait out of the state, or let the service send its events to the sink of the kit',
    }),
};

const refusalsOfTheEventRow: PointsOf = (write, run) =>
  isStateTable(write, run)
    ? []
    : [raisingTrigger(write, 'before'), raisingTrigger(write, 'after'), revokedRight(write), fullTablespace(write)];

function refusalsOfTheConsumer({ refuseEvents }: Subject, { before, after }: UndisturbedRun): readonly Interference[] {
  if (refuseEvents === undefined || publishedBetween(before, after).length === 0) return [];
  return [
    {
      name: 'event refused by its consumer',
      during: async (work) => {
        const { result, refused } = await refuseEvents(work);
        return { result, strikes: refused };
      },
    },
  ];
}

/** Events wait in a table that is no part of the state. */
function isStateTable({ table }: Write, { before, after }: UndisturbedRun): boolean {
  const names = new Set([...before.state, ...after.state].map((row) => row.table));
  return names.has(unqualified(table)) || names.has(table);
}

function unqualified(table: string): string {
  return (table.split('.').at(-1) ?? table).replaceAll('"', '');
}
