import { expect, it } from 'vitest';
import type { ScheduleEvent } from './schedule-run.ts';
import { printTimeline } from './timeline.ts';

const update = 'UPDATE items\n   SET stock = stock - $1\n WHERE id = $2 AND stock >= $1';

it('prints two operations side by side: what was released, blocked, answered, and where they committed', () => {
  const events: ScheduleEvent[] = [
    { kind: 'released', operation: 'alice', step: 1, text: update, parameters: ['3', '17'] },
    { kind: 'answered', operation: 'alice', step: 1, answer: 'UPDATE 1', sqlState: null },
    { kind: 'released', operation: 'bob', step: 2, text: update, parameters: ['4', '17'] },
    { kind: 'blocked', operation: 'bob', step: 2, by: ['alice'] },
    { kind: 'released', operation: 'alice', step: 3, text: 'COMMIT', parameters: [] },
    { kind: 'answered', operation: 'alice', step: 3, answer: 'COMMIT', sqlState: null },
    { kind: 'settled', operation: 'alice', how: 'fulfilled' },
    { kind: 'answered', operation: 'bob', step: 2, answer: 'could not serialize access', sqlState: '40001' },
    { kind: 'settled', operation: 'bob', how: 'rejected: could not serialize access' },
  ];
  expect(`\n${printTimeline(['alice', 'bob'], events)}\n`).toBe(`
      alice                                                 bob
   1  > UPDATE items SET stock = stoc… [3, 17]  < UPDATE 1
   2                                                        > UPDATE items SET stock = stock - $1 WHERE… [4, 17]
                                                            | (2) is blocked by alice
   3  > === COMMIT ===  < COMMIT
      = fulfilled
                                                            < 40001 could not serialize access
                                                            = rejected: could not serialize access
`);
});
