import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ConfigurationError } from './configuration-error.ts';
import { lineOf } from './line-of.ts';

/** The content of a YAML file, and where in the file a part of it stands. */
export interface YamlContent<T> {
  readonly content: T;
  /** `prove.yaml:12`, for messages about the value of that path. */
  placeOf(path: readonly PropertyKey[]): string;
}

/** Reads a YAML file of a given form; a `ConfigurationError` names every mistake with its line. */
export function readYaml<Schema extends z.ZodType>(path: string, schema: Schema): YamlContent<z.infer<Schema>> {
  const name = basename(path);
  const lines = new LineCounter();
  const document = parseDocument(readText(path), { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0)
    throw new ConfigurationError(
      document.errors.map(({ message, pos }) => ({ path: `${name}:${lines.linePos(pos[0]).line}`, message })),
    );
  const placeOf = (place: readonly PropertyKey[]) => `${name}:${lineOf(document, lines, place)}`;
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { content: parsed.data, placeOf };
  throw new ConfigurationError(
    parsed.error.issues.map((issue) => {
      const at = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
      return { path: placeOf(at), message: `${named(issue.path)}${plain(issue.message)}` };
    }),
  );
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(
      [{ path, message: `cannot be read (${cause instanceof Error ? cause.message : String(cause)})` }],
      { cause },
    );
  }
}

function named(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '' : `${path.map(String).join('.')}: `;
}

/** Zod says "expected string, received undefined" of what is not there. */
function plain(message: string): string {
  return message
    .replace(/^Invalid input: expected (.*), received undefined$/, 'missing; expected $1')
    .replace(/^Invalid input: /, '');
}
