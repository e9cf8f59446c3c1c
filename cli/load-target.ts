import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Target } from '../scenarios/index.ts';
import { UsageError } from './usage-error.ts';

/** Imports a module, by path or package name as seen from the current folder, that exports `target`. */
export async function loadTarget(specifier: string): Promise<Target> {
  let exported: { target?: unknown };
  try {
    exported = (await import(locate(specifier))) as { target?: unknown };
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(
      `--target ${specifier} could not be imported: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
  if (!isTarget(exported.target)) {
    throw new UsageError(
      `--target ${specifier} must be "reference" or a module that exports \`target\`: { name: string, capabilities: Set<Capability>, open(): Promise<Subject & AsyncDisposable> }`,
    );
  }
  return exported.target;
}

function locate(specifier: string): string {
  const path = resolve(specifier);
  if (existsSync(path)) return pathToFileURL(path).href;
  try {
    return pathToFileURL(createRequire(pathToFileURL(resolve('package.json'))).resolve(specifier)).href;
  } catch {
    if (isPath(specifier)) throw new UsageError(`--target ${specifier}: no file at ${path}`);
    // A package that offers `import` only: let the import itself find it, or say why not.
    return specifier;
  }
}

function isPath(specifier: string): boolean {
  return /^\.{1,2}[\\/]/.test(specifier) || isAbsolute(specifier) || /^[^:]+\.[cm]?[jt]s$/.test(specifier);
}

function isTarget(value: unknown): value is Target {
  if (typeof value !== 'object' || value === null) return false;
  const { name, capabilities, open } = value as Partial<Record<keyof Target, unknown>>;
  return typeof name === 'string' && capabilities instanceof Set && typeof open === 'function';
}
