import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const abandonedAfterMs = 60 * 60 * 1000;

/** Removes what builders that were killed left behind: folders in the making for more than an hour. */
export function removeAbandoned(cache: string, now: number = Date.now()): void {
  for (const name of readdirSync(cache)) {
    if (!name.startsWith('.building-') && !name.includes('.removed-')) continue;
    const path = join(cache, name);
    if (now - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now) < abandonedAfterMs) continue;
    rmSync(path, { recursive: true, force: true });
  }
}
