import { z } from 'zod';
import type { JsonObject } from '../events/index.ts';

type Path = readonly (string | number)[];
type Report = (path: Path, message: string) => void;

/** A JSON object of at most `maxDepth` levels; every key and value that cannot be stored is reported at its own path. */
export function jsonObject({ maxDepth }: { readonly maxDepth: number }) {
  return z
    .unknown()
    .superRefine((value, context) => {
      const report: Report = (path, message) => context.addIssue({ code: 'custom', path: [...path], message });
      if (isPlainObject(value)) checkContainer(value, [], maxDepth, report);
      else report([], 'must be an object');
    })
    .transform(copyOf);
}

/** `levels` counts down: how many the container and what is in it may take. */
function checkContainer(container: object, path: Path, levels: number, report: Report): void {
  if (levels < 1) {
    report(path, 'is nested too deep');
    return;
  }
  const keys = Array.isArray(container) ? container.keys() : Object.keys(container);
  for (const key of keys) {
    if (typeof key === 'string') checkKey(key, [...path, key], report);
    checkValue((container as Record<string | number, unknown>)[key], [...path, key], levels, report);
  }
}

function checkKey(key: string, path: Path, report: Report): void {
  const problem = key === '__proto__' ? 'is not a permitted key' : textProblem(key);
  if (problem !== undefined) report(path, key === '__proto__' ? problem : `key ${problem}`);
}

function checkValue(value: unknown, path: Path, levels: number, report: Report): void {
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') {
    const problem = textProblem(value);
    if (problem !== undefined) report(path, problem);
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) report(path, 'must be a finite number');
  } else if (Array.isArray(value) || isPlainObject(value)) {
    checkContainer(value, path, levels - 1, report);
  } else {
    report(path, 'must be a JSON value');
  }
}

/** Why PostgreSQL would refuse or alter the text, or undefined when it stores it as it is. */
function textProblem(value: string): string | undefined {
  if (value.includes('\0')) return 'must not contain NUL (U+0000)';
  return value.isWellFormed() ? undefined : 'must not contain a lone surrogate';
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What was checked is what is written, even if the caller changes its object meanwhile. */
function copyOf(value: unknown): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
