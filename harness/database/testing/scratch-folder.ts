import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface ScratchFolder extends Disposable {
  readonly path: string;
}

/** A folder of one's own that the server's user can enter, removed at dispose. Not below TMPDIR, which may be closed to that user. */
export function scratchFolder(): ScratchFolder {
  const path = mkdtempSync(join('/tmp', 'rustok-testkit-test-'));
  if (process.geteuid?.() === 0) chmodSync(path, 0o755);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
