import * as fc from 'fast-check';
import { test } from 'vitest';
import { planOf } from './schedule-plan.ts';
import { type Story, play } from './schedule-story.ts';

// Schedules for each sentence. A failure prints the line that replays it.
const numRuns = Number(process.env['SCHEDULES'] ?? 50);
const replayed = process.env['SCHEDULE_SEED'];

/** A sentence that must hold for whatever schedule. */
export function property(sentence: string, holds: (story: Story) => void): void {
  test(sentence, async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), planOf, async (scheduler, plan) => holds(await play(scheduler, plan))),
      {
        numRuns,
        ...(replayed === undefined ? {} : { seed: Number(replayed) }),
        ...(process.env['SCHEDULE_PATH'] === undefined
          ? {}
          : { path: process.env['SCHEDULE_PATH'], endOnFailure: true }),
        reporter: (run) => {
          if (!run.failed) return;
          throw new Error(
            `${fc.defaultReportMessage(run) ?? ''}\n\nReplay: SCHEDULE_SEED=${run.seed} SCHEDULE_PATH=${run.counterexamplePath ?? ''} npx vitest run src/tenancy/singleflight.schedules.test.ts -t '${sentence}'`,
            { cause: run.errorInstance },
          );
        },
      },
    );
  });
}
