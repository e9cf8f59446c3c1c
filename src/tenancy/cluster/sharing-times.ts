import { callable, milliseconds } from '../../configuration/index.ts';

/** The fields of `SharingTimes` and the timer, as both guards check them. */
export const sharingFields = {
  shareMs: milliseconds.optional(),
  waitMs: milliseconds.optional(),
  patienceMs: milliseconds.optional(),
  pollMs: milliseconds.optional(),
  startTimer: callable.optional(),
};
