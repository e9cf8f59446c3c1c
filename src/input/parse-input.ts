import { z } from 'zod';
import { type FieldError, ValidationError } from '../errors/index.ts';

/** The parsed value, or a `ValidationError` that names every failing field. */
export function parseInput<T>(schema: z.ZodType<T>, subject: string, value: unknown): T {
  return parseParts({ value: schema }, subject, { value }).value;
}

/** Parses the parts that make up one call; the `ValidationError` names every failing field of all parts, without the parts' names. */
export function parseParts<Shape extends z.ZodRawShape>(
  parts: Shape,
  subject: string,
  values: Readonly<Record<keyof Shape, unknown>>,
): z.output<z.ZodObject<Shape>> {
  const result = z.object(parts).safeParse(values);
  if (result.success) return result.data;
  throw new ValidationError(subject, result.error.issues.flatMap(fieldErrors));
}

/** `translations[0].slug`: how a field is named to the caller. */
function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((joined, part) => joined + step(part, joined === ''), '');
}

/** A key comes from outside: anything but a plain name is quoted and cut, so that it can be logged and stored. */
function step(part: PropertyKey, isFirst: boolean): string {
  if (typeof part === 'number') return `[${part}]`;
  const key = String(part);
  if (!/^[\w-]{1,64}$/.test(key)) return `[${JSON.stringify(key.length > 64 ? `${key.slice(0, 64)}…` : key)}]`;
  return isFirst ? key : `.${key}`;
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.slice(1);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: fieldPath([...path, key]), message: 'is not a known field' }));
  }
  const reasons = issue.code === 'invalid_key' ? issue.issues : [issue];
  return reasons.map(({ message }) => ({ path: fieldPath(path), message }));
}
