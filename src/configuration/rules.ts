import { z } from 'zod';

/** Node's timers take no more. */
const longestMs = 2 ** 31 - 1;

/** An object of options. */
export function objectWith<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape, 'must be an object');
}

/** An object of these options and of no other ones: a mistyped name is told, not ignored. */
export function onlyWith<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? `is no option; the options are ${known}` : 'must be an object',
  });
}

/** Time that can be waited for. */
export const milliseconds = z.custom<number>(
  (value) => typeof value === 'number' && value > 0 && value <= longestMs,
  `must be a number of milliseconds above 0 and at most ${longestMs}`,
);

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER) {
  return z.custom<number>(
    (value) => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
    `must be a whole number from ${least} to ${most}`,
  );
}

/** A text that is not empty. */
export const someText = z.custom<string>(
  (value) => typeof value === 'string' && value !== '',
  'must be a text that is not empty',
);

/** Something to call. */
export const callable = z.custom<() => unknown>((value) => typeof value === 'function', 'must be a function');

/** An object that can do what is asked of it, whatever its class. */
export function withMethods(...names: readonly [string, ...string[]]) {
  return z.custom<object>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function'),
    `must be an object with the ${names.length === 1 ? 'method' : 'methods'} ${names.join(', ')}`,
  );
}

/** The clock and the ids of whatever makes events. */
export const sources = { clock: withMethods('now').optional(), ids: withMethods('next').optional() };
