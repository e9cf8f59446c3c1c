import { readFileSync } from 'node:fs';
import { RustokError } from './rustok-error.ts';

/** An optional package is not installed; the message names the package, the range and the install line. */
export class MissingPeerError extends RustokError {
  override readonly name = 'MissingPeerError';

  constructor(packageName: string, range: string, neededFor: string, options: { cause?: unknown } = {}) {
    super(
      'MISSING_PEER',
      `${neededFor} cannot do without the package ${packageName} (${range}), which is not installed. Run: npm install --save-dev "${packageName}@${range}"`,
      options,
    );
  }
}

/**
 * Imports an optional peer, or throws a `MissingPeerError` with the range that this package declares for it.
 * `load` is the literal `() => import('name')`, so that types and bundlers see it.
 */
export async function importPeer<T>(packageName: string, neededFor: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if (!isMissing(cause, packageName)) throw cause;
    throw new MissingPeerError(packageName, declaredRange(packageName), neededFor, { cause });
  }
}

function isMissing(cause: unknown, packageName: string): boolean {
  return (
    cause instanceof Error &&
    'code' in cause &&
    (cause.code === 'ERR_MODULE_NOT_FOUND' || cause.code === 'MODULE_NOT_FOUND') &&
    cause.message.includes(`'${packageName}'`)
  );
}

/** The manifest lies two folders up in the sources and three up in the build. */
function declaredRange(packageName: string): string {
  for (const path of ['../../package.json', '../../../package.json']) {
    const text = readIfPresent(new URL(path, import.meta.url));
    if (text === undefined) continue;
    const manifest = JSON.parse(text) as { name?: string; peerDependencies?: Record<string, string> };
    if (manifest.name === 'rustok-testkit') return manifest.peerDependencies?.[packageName] ?? '*';
  }
  return '*';
}

function readIfPresent(url: URL): string | undefined {
  try {
    return readFileSync(url, 'utf8');
  } catch {
    return undefined;
  }
}
