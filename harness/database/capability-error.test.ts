import { expect, test } from 'vitest';
import { requireCapabilities } from './capability-error.ts';

const poor = { engine: 'pg-mem', capabilities: new Set(['rollback'] as const) };

test('what an engine can show is asked for without a word', () => {
  expect(() => requireCapabilities(poor, ['rollback'], 'This test')).not.toThrow();
});

test('what it cannot show is refused by a sentence with the engine, the capability and the engine to use instead', () => {
  expect(() => requireCapabilities(poor, ['rollback', 'real-commit'], 'toMatchCommittedState')).toThrow(
    expect.objectContaining({
      code: 'ENGINE_CANNOT_SHOW',
      engine: 'pg-mem',
      capabilities: ['real-commit'],
      message: expect.stringMatching(
        /^toMatchCommittedState needs what the engine pg-mem cannot show: real-commit \(.+\)\. Use the engine embedded/,
      ) as string,
    }),
  );
});
