import { BaseError } from './sequelize.ts';

/** The name of the constraint that the server refused a statement for; undefined for any other error. */
export function violatedConstraint(error: unknown): string | undefined {
  const refusal = error instanceof BaseError && 'parent' in error ? error.parent : error;
  if (!(refusal instanceof Error) || !('constraint' in refusal)) return undefined;
  return typeof refusal.constraint === 'string' ? refusal.constraint : undefined;
}
