import { isDate } from 'node:util/types';
import { z } from 'zod';
import { checkConfiguration, objectWith } from '../../src/configuration/index.ts';
import type { Clock } from '../../src/events/index.ts';

/** The time that the services under test see: it stands still until the test moves it. */
export interface TestClock extends Clock {
  /** To that instant; INVALID_CONFIGURATION where it is none. */
  set(instant: Date | string): void;
  /** Forwards by milliseconds, back where they are negative; INVALID_CONFIGURATION where no time is reached. */
  advance(ms: number): void;
}

/** What a clock can be set to. */
export const instantRule = z.custom<Date | string>(
  (value) => (typeof value === 'string' || isDate(value)) && isTime(new Date(value).getTime()),
  'must be a Date, or a text such as 2026-01-01T00:00:00Z',
);

/** A clock that starts at an instant, by default with the year 2026. */
export function testClock(start: Date | string = '2026-01-01T00:00:00.000Z'): TestClock {
  let now = new Date(start).getTime();
  return {
    now: () => new Date(now),
    set(instant) {
      check({ instant: instantRule }, { instant });
      now = new Date(instant).getTime();
    },
    advance(ms) {
      const reachable = (value: unknown) => typeof value === 'number' && isTime(now + value);
      check(
        { ms: z.custom<number>(reachable, 'must be a number of milliseconds, to a time that a Date can hold') },
        { ms },
      );
      now += ms;
    },
  };
}

function isTime(ms: number): boolean {
  return !Number.isNaN(new Date(ms).getTime());
}

function check(shape: z.ZodRawShape, given: object): void {
  checkConfiguration(objectWith(shape), 'The time of the clock', given);
}
