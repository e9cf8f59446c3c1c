import type { Clock } from '../../src/events/index.ts';

/** The time that the services under test see: it stands still until the test moves it. */
export interface TestClock extends Clock {
  /** To that instant. */
  set(instant: Date | string): void;
  /** Forwards by milliseconds. */
  advance(ms: number): void;
}

/** A clock that starts at an instant, by default with the year 2026. */
export function testClock(start: Date | string = '2026-01-01T00:00:00.000Z'): TestClock {
  let now = new Date(start).getTime();
  return {
    now: () => new Date(now),
    set(instant) {
      now = new Date(instant).getTime();
    },
    advance(ms) {
      now += ms;
    },
  };
}
