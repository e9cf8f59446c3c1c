import { describe, expect, it } from 'vitest';
import { describeLeaks, type Leak, LeakError } from './index.ts';

const timer: Leak = { kind: 'timer', what: 'a timer of 5 ms', stack: 'at one (a.ts:1:1)\nat two (a.ts:2:2)' };
const lock: Leak = { kind: 'advisory-lock', what: 'session 7 holds the advisory lock 1', stack: 'at three (b.ts:3:3)' };

describe('describeLeaks', () => {
  it('names every leak with the stack that opened it', () => {
    expect(describeLeaks([timer, lock])).toBe(`the test left 2 things behind:
  timer: a timer of 5 ms
    at one (a.ts:1:1)
    at two (a.ts:2:2)
  advisory-lock: session 7 holds the advisory lock 1
    at three (b.ts:3:3)`);
  });

  it('says that there is none', () => {
    expect(describeLeaks([])).toBe('the test left nothing behind');
  });
});

describe('LeakError', () => {
  it('has the code LEAKED, the leaks, and their description for its message', () => {
    expect(new LeakError([timer])).toMatchObject({ code: 'LEAKED', leaks: [timer], message: describeLeaks([timer]) });
  });
});
