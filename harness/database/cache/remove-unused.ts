import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** Removes what nobody needs any more: entries that were not used for a month, and what builders that were killed left behind. */
export function removeUnused(cache: string, now: number = Date.now()): void {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    const finished = /^(cluster|binaries)-\w+$/.test(name);
    if (!finished && !name.startsWith('.building-') && !name.includes('.removed-')) continue;
    redate(path, now);
    if (ageMs(path, now) > (finished ? 30 * dayMs : hourMs)) rmSync(path, { recursive: true, force: true });
  }
}

/** Notes the use of an entry, once a day. */
export function markUsed(entry: string, now: number = Date.now()): void {
  redate(entry, now);
  if (ageMs(entry, now) > dayMs) utimesSync(entry, now / 1000, now / 1000);
}

/** What a clock that was ahead has dated would be young for ever: it ages from now on. */
function redate(path: string, now: number): void {
  if (ageMs(path, now) < -dayMs) utimesSync(path, now / 1000, now / 1000);
}

function ageMs(path: string, now: number): number {
  return now - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now);
}
