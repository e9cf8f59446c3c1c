import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { peers } from './subjects/index.ts';

/** The installed version of each library that is compared. */
export function peerVersions(): Record<string, string> {
  return Object.fromEntries(peers.map(({ name }) => [name, versionOf(name)]));
}

/** What serves every subject that is measured here, and reaches the database for it. */
const underEachSubject = ['fastify', 'sequelize', 'pg'];

/** The installed versions of what a run measured; of a service that runs somewhere nothing is known. */
export function versionsOf(subjects: readonly string[]): Record<string, string> {
  const measuredHere = subjects.filter((name) => !name.includes('://'));
  if (measuredHere.length === 0) return {};
  const libraries = peers.map(({ name }) => name).filter((name) => measuredHere.includes(name));
  return Object.fromEntries([...underEachSubject, ...libraries].map((name) => [name, versionOf(name)]));
}

/** Some do not export their manifest: it lies in the folder of the package all the same. */
function versionOf(name: string): string {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const folder of folders) {
    try {
      const manifest = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as {
        version?: string;
      };
      if (manifest.version !== undefined) return manifest.version;
    } catch {
      // Not in this folder.
    }
  }
  return 'not installed';
}
