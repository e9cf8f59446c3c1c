import { z } from 'zod';

/** Why PostgreSQL would refuse or alter the text, or undefined when it stores it as it is. */
export function textProblem(value: string): string | undefined {
  if (value.includes('\0')) return 'must not contain NUL';
  if (!value.isWellFormed()) return 'must not contain a lone surrogate';
  return undefined;
}

/** Whether the text has at most `limit` characters, counted as Unicode code points. */
export function fits(value: string, limit: number): boolean {
  if (value.length <= limit) return true;
  if (value.length > 2 * limit) return false;
  let count = 0;
  for (const _ of value) count += 1;
  return count <= limit;
}

/** Text of at most `limit` characters that PostgreSQL can store. */
export function text(limit: number) {
  return z.string().superRefine((value, context) => {
    const problem = textProblem(value);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    if (!fits(value, limit)) context.addIssue({ code: 'custom', message: `must have at most ${limit} characters` });
  });
}
