import { z } from 'zod';
import { checkConfiguration, objectWith, someText, withMethods } from '../../src/configuration/index.ts';

/** Time to wait, of which there may be none. */
const waitMs = z.custom<number>(
  (value) => typeof value === 'number' && value >= 0 && value < 2 ** 31,
  'must be a number of milliseconds from 0 on',
);

const pattern = z.custom<RegExp>(
  (value) => value instanceof RegExp || typeof value === 'function',
  'must be a regular expression or a function',
);

const countSchema = objectWith({ adminUrl: someText, pattern, settleMs: waitMs.optional() });

const duringSchema = objectWith({
  work: z.custom<() => unknown>((value) => typeof value === 'function', 'must be a function'),
  options: objectWith({
    pattern,
    adminUrl: someText.optional(),
    proxy: withMethods('readStatements').optional(),
    settleMs: waitMs.optional(),
  }).refine(
    (options) => options.adminUrl !== undefined || options.proxy !== undefined,
    'must have adminUrl, proxy, or both',
  ),
});

const failSchema = objectWith({
  adminUrl: someText,
  table: someText,
  sqlState: z
    .string()
    .regex(/^[0-9A-Z]{5}$/, 'must be five digits or capitals')
    .optional(),
  afterMs: waitMs.optional(),
});

/** Refuses what cannot be counted, before a connection is opened. */
export function checkCountOptions(options: unknown): void {
  checkConfiguration(countSchema, 'The count of queries', options);
}

/** Refuses what cannot be counted while something runs. */
export function checkDuringOptions(during: { readonly work: unknown; readonly options: unknown }): void {
  checkConfiguration(duringSchema, 'The count of queries', during);
}

/** Refuses reads that cannot be made to fail. */
export function checkFailOptions(options: unknown): void {
  checkConfiguration(failSchema, 'The failing table', options);
}
