import { z } from 'zod';
import { checkConfiguration, milliseconds, objectWith, someText, wholeNumber } from '../../src/configuration/index.ts';
import type { FaultKind, FaultRule } from './fault.ts';

const plainKinds = ['drop-before', 'drop-after', 'kill-backend', 'freeze', 'freeze-after'] as const;
const kinds: readonly FaultKind[] = ['error-before', ...plainKinds, 'delay'];

const sqlState = z
  .string('must be the SQLSTATE of an error, such as 40001')
  .regex(/^(?!00|01|02)[0-9A-Z]{5}$/, 'must be the SQLSTATE of an error, such as 40001');

const fault = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('error-before'), sqlState, message: someText.optional() }),
    z.object({ kind: z.literal('delay'), delayMs: milliseconds }),
    z.object({ kind: z.enum(plainKinds) }),
  ],
  `must be one of ${kinds.join(', ')}`,
);

/** A text's pattern, or anything that looks at a statement. */
export const anyMatching = z.custom<RegExp | (() => boolean)>(
  (value) => value instanceof RegExp || typeof value === 'function',
  'must be a regular expression or a function',
);

/** A predicate cannot cross to another process. */
export const textMatching = z.custom<RegExp>(
  (value) => value instanceof RegExp,
  'must be a regular expression: a function cannot cross to the proxy process; use startProxy',
);

/** A fault and its place, whose `matching` is one of the two. */
export function faultRule(matching: typeof anyMatching | typeof textMatching) {
  const place = objectWith({
    connection: wholeNumber(1).optional(),
    matching: matching.optional(),
    nth: wholeNumber(1).optional(),
    per: z.enum(['proxy', 'connection'], 'must be proxy or connection').optional(),
    times: z.union([wholeNumber(1), z.literal(Infinity)], 'must be a whole number from 1, or Infinity').optional(),
  });
  return objectWith({ fault, at: place.optional() });
}

const anyRule = faultRule(anyMatching);
const textRule = faultRule(textMatching);

/** Throws a `ValidationError` (INVALID_CONFIGURATION) that names everything in a rule that is missing or impossible. */
export function checkFaultRule(rule: FaultRule): void {
  checkConfiguration(anyRule, 'The fault', rule);
}

/** The same for a rule that goes to another process. */
export function checkRemoteFaultRule(rule: FaultRule): void {
  checkConfiguration(textRule, 'The fault', rule);
}
