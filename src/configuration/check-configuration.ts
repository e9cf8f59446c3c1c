import { z } from 'zod';
import { ValidationError } from '../errors/index.ts';

/**
 * Throws a `ValidationError` with the code INVALID_CONFIGURATION that names every option that is missing or impossible. Options
 * that the schema does not know pass, unless it is made by `onlyWith`, and values are never quoted: some are secrets.
 */
export function checkConfiguration(schema: z.ZodType, subject: string, options: unknown): void {
  const result = schema.safeParse(options);
  if (result.success) return;
  const fields = result.error.issues.flatMap((issue) =>
    pathsOf(issue).map((path) => ({ path: z.core.toDotPath(path), message: issue.message })),
  );
  throw new ValidationError(subject, fields, { code: 'INVALID_CONFIGURATION' });
}

/** Of options that are not known, each one's own. */
function pathsOf(issue: z.core.$ZodIssue): PropertyKey[][] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}
