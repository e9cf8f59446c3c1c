import { z } from 'zod';
import { ValidationError } from '../errors/index.ts';

/**
 * Throws a `ValidationError` with the code INVALID_CONFIGURATION that names every option that is missing or impossible. Options
 * that the schema does not know pass, and values are never quoted: some are secrets.
 */
export function checkConfiguration(schema: z.ZodType, subject: string, options: unknown): void {
  const result = schema.safeParse(options);
  if (result.success) return;
  const fields = result.error.issues.map(({ path, message }) => ({ path: z.core.toDotPath(path), message }));
  throw new ValidationError(subject, fields, { code: 'INVALID_CONFIGURATION' });
}
