import * as fc from 'fast-check';
import { test } from 'vitest';
import { planOf } from './schedule-plan.ts';
import { type Story, play } from './schedule-story.ts';

// Schedules for each sentence. A failure prints the line that replays it.
const numRuns = Number(process.env['SCHEDULES'] ?? 50);
const replayed = process.env['SCHEDULE_SEED'];
const path = process.env['SCHEDULE_PATH'];

/** Throws when it does not hold. */
export type Holds = (story: Story) => void;

/** A sentence that must hold for whatever schedule. */
export function property(sentence: string, holds: Holds): void {
  test(sentence, ({ task }) => holdsForSchedules(sentence, holds, task.file.name));
}

/** Rejects with the shortest schedule under which the sentence does not hold, and the shell's line that replays it by the test file. */
export async function holdsForSchedules(sentence: string, holds: Holds, file: string): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), planOf, async (scheduler, plan) => holds(await play(scheduler, plan))),
    {
      numRuns,
      ...(replayed === undefined ? {} : { seed: Number(replayed) }),
      ...(path === undefined ? {} : { path, endOnFailure: true }),
      reporter: (run) => {
        if (!run.failed) return;
        const schedule = `SCHEDULE_SEED=${run.seed} SCHEDULE_PATH=${run.counterexamplePath ?? ''}`;
        throw new Error(
          `${fc.defaultReportMessage(run) ?? ''}\n\nReplay: ${schedule} npx vitest run ${file} -t ${quoted(literal(sentence))}`,
          { cause: run.errorInstance },
        );
      },
    },
  );
}

/** As a pattern that matches itself, which is what `-t` takes. */
function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** As one word of a shell's line. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
