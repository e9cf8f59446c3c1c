import type { z } from 'zod';
import type { FieldError } from '../errors/index.ts';

/** The fields that zod refused, below `prefix`; an unknown key is a field of its own. */
export function fieldErrors(error: z.ZodError, prefix = ''): FieldError[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ path: joinPath(prefix, issue.path), message: issue.message }];
    return issue.keys.map((key) => ({
      path: joinPath(prefix, [...issue.path, key]),
      message: 'is not a field of this event',
    }));
  });
}

function joinPath(prefix: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((joined, part) => joined + asStep(part, joined === ''), prefix);
}

/** A key comes from outside: anything but a plain name is quoted and cut, so that it can be logged and stored. */
function asStep(part: PropertyKey, isFirst: boolean): string {
  if (typeof part === 'number') return `[${part}]`;
  const key = String(part);
  if (!/^\w{1,64}$/.test(key)) return `[${quoted(key)}]`;
  return isFirst ? key : `.${key}`;
}

/** Foreign text for a message: JSON-quoted, cut to 64 characters. */
export function quoted(value: string): string {
  return JSON.stringify(value.length > 64 ? `${value.slice(0, 64)}…` : value);
}
