import { z } from 'zod';

/** A mapping with these keys and no others; an unknown one is answered with those that are allowed. */
export function mapping<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const allowed = `allowed: ${Object.keys(shape).join(', ')}`;
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') return `unknown ${issue.keys.join(', ')}; ${allowed}`;
      if (issue.code === 'invalid_type') return `expected a mapping; ${allowed}`;
      return undefined;
    },
  });
}

export const text = z.string().min(1, 'expected some text');

/** The program and its arguments, a list: no shell reads it. */
export const command = z.array(text, 'expected a list: the program and its arguments').min(1, 'expected a program');

/** What YAML may take for a number or a boolean, and is text all the same. */
export const scalar = z.union([z.string(), z.number(), z.boolean()], 'expected text or a number').transform(String);

export const milliseconds = z
  .int('expected a whole number of milliseconds')
  .min(1, 'expected at least 1 ms')
  .max(3_600_000, 'expected at most an hour, 3600000 ms');

/** A regular expression as text. */
export const pattern = text.transform((source, context) => {
  try {
    return new RegExp(source, 'i');
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: `expected a regular expression (${error instanceof Error ? error.message : String(error)})`,
    });
    return z.NEVER;
  }
});
