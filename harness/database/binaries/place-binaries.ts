import { createHash } from 'node:crypto';
import { cpSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { cacheEntry } from '../cache/cache-entry.ts';
import { canEnter } from '../server/mode-bits.ts';
import type { ServerUser } from '../server/server-user.ts';
import type { ServerBinaries } from './server-binaries.ts';

/**
 * Returns a folder of programs that the server's user can run: the installed one, or a copy in the cache when that lies
 * below a folder the user cannot enter, or when links are missing from it. An installed package is never written to.
 */
export async function placeBinaries(
  binaries: ServerBinaries,
  { cache, user }: { cache: string; user: ServerUser | undefined },
): Promise<string> {
  const { root, missingLinks = [] } = binaries;
  const reachable = user === undefined || canEnter(binaries.folder, user);
  if (root === undefined || (reachable && missingLinks.length === 0)) return binaries.folder;
  const hash = createHash('sha256').update(binaries.identity).digest('hex').slice(0, 16);
  const entry = await cacheEntry({
    cache,
    user,
    name: `binaries-${hash}`,
    build: (content) => copy(root, content, missingLinks),
  });
  return join(entry.content, 'bin');
}

async function copy(root: string, content: string, links: ServerBinaries['missingLinks'] = []): Promise<null> {
  cpSync(root, content, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
  for (const { source, target } of links) {
    const link = join(content, target);
    if (!existsSync(join(content, source)) || existsSync(link)) continue;
    rmSync(link, { force: true });
    if (dirname(source) === dirname(target)) symlinkSync(basename(source), link);
  }
  return null;
}
