import { z } from 'zod';
import { text } from '../events/index.ts';
import { count, idSchema } from './field-schemas.ts';
import { limits } from './limits.ts';

export const nodeIdSchema = z.object({ id: idSchema });

/** Which node a write means, and in which version. */
export const writeTargetSchema = nodeIdSchema.extend({ expectedVersion: count(limits.version, 1) });

export const idempotencyKeySchema = z.object({
  idempotencyKey: text({ max: limits.idempotencyKey }).optional(),
});

/** What every operation takes besides its input. */
export interface OperationOptions {
  /** Ends the operation after this many milliseconds with a `DeadlineError`; the database's own deadline when left out. */
  readonly deadlineMs?: number;
}

export interface CreateOptions extends OperationOptions {
  /** The same key with the same input returns the first call's result; with another input it is a conflict. */
  readonly idempotencyKey?: string;
}

export interface WriteOptions extends OperationOptions {
  /** The version that the caller has seen; another one in the database is a conflict. */
  readonly expectedVersion: number;
}
