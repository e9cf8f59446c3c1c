import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { type Holds, holdsForSchedules, property } from './schedule-property.ts';
import { all } from './schedule-story.ts';

const wrongSentence = "a loader's load never fails (planted)";
const isHeld: Holds = ({ facts }) => expect(all(facts, 'settle').filter(({ failed }) => failed)).toEqual([]);
const counterexample = /Counterexample: (\[[^]*?\])\n\s*(?:Shrunk|Hint|Replay|$)/;

// Only for the line that replays it.
if (process.env['PLANTED_PROPERTY'] !== undefined) property(wrongSentence, isHeld);

test('the line that a failing property prints fails at the same schedule, pasted into a shell', async ({ task }) => {
  const error: unknown = await holdsForSchedules(wrongSentence, isHeld, task.file.name).catch(
    (thrown: unknown) => thrown,
  );
  const message = error instanceof Error ? error.message : '';
  const [, line = ''] = /^Replay: (.+)$/m.exec(message) ?? [];
  const replay = promisify(execFile)('sh', ['-c', line], {
    env: { ...process.env, PLANTED_PROPERTY: '1', NO_COLOR: '1', CI: '1' },
  });
  const { code, stdout, stderr } = (await replay.catch((thrown: unknown) => thrown)) as {
    code: number;
    stdout: string;
    stderr: string;
  };
  const printed = stdout + stderr;
  expect(printed).toMatch(/Tests +1 failed/);
  expect(code).toBe(1);
  expect(counterexample.exec(printed)?.[1]).toBe(counterexample.exec(message)?.[1] ?? message);
});
