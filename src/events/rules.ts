import { z } from 'zod';
import { text } from './text.ts';

const nilUuid = '00000000-0000-0000-0000-000000000000';

/**
 * Any UUID but the nil one, in lower case. Version and variant bits are not judged: RusToK's default tenant is
 * `00000000-0000-0000-0000-000000000001`, which no RFC 9562 version allows.
 */
export const uuid = z
  .guid({ error: 'must be a UUID' })
  .toLowerCase()
  .refine((value) => value !== nilUuid, { error: 'must not be the nil UUID' })
  .meta({ not: { const: nilUuid } });

export const kind = text({ max: 64, pattern: /^[A-Za-z0-9_-]+$/, patternMeans: 'consist of A-Z, a-z, 0-9, _ and -' });
export const locale = text({ max: 10 });
export const name = text({ max: 64 });
export const mimeType = text({ max: 255, pattern: /\//, patternMeans: 'contain a /' });
export const email = text({ max: 255 });
export const currency = text({ pattern: /^[A-Z]{3}$/, patternMeans: 'be three upper-case ASCII letters' });
export const status = text({ max: 50 });
export const reason = text({ max: 500, mayBeBlank: true });

/** A 64-bit integer ≥ 0 that JSON can carry as a number: at most 2^53 − 1. */
export const int64 = z.int().min(0).overwrite(withoutNegativeZero);

/** A 32-bit integer ≥ 0. */
export const int32 = z.int32().min(0).overwrite(withoutNegativeZero);

/** Absent and null are one; the wire carries null, as RusToK's `Option` does. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullable().default(null);
}

function withoutNegativeZero(value: number): number {
  return value === 0 ? 0 : value;
}
