import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './planted-tree.ts';

/** The oldest Vitest that the door promises to work with, the one between it and ours, and another runner. */
const installed = { 'vitest-3': 'npm:vitest@3.2.7', 'vitest-4': 'npm:vitest@4.1.12', vite: '7.1.12', jest: '30.5.2' };

/** Major version -> the folder of that Vitest. The older ones are installed once for this checkout; ours is the repository's own. */
export function vitestVersions(): Readonly<Record<string, string>> {
  const store = openStore();
  return {
    '3.2': join(store, 'node_modules', 'vitest-3'),
    '4': join(store, 'node_modules', 'vitest-4'),
    '5': join(root, 'node_modules', 'vitest'),
  };
}

/** The node_modules that have Jest. */
export function jestModules(): string {
  return join(openStore(), 'node_modules');
}

/** Apart from the repository's own packages: three versions' optional peers cannot be had side by side. */
function openStore(): string {
  const manifest = JSON.stringify({ private: true, dependencies: installed });
  const cache = join(root, 'node_modules', '.cache');
  const store = join(cache, `test-runners-${createHash('sha256').update(manifest).digest('hex').slice(0, 12)}`);
  if (existsSync(store)) return store;
  mkdirSync(cache, { recursive: true });
  const making = mkdtempSync(join(cache, 'test-runners-'));
  try {
    writeFileSync(join(making, 'package.json'), manifest);
    const flags = ['--prefer-offline', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
    execFileSync('npm', ['install', ...flags], { cwd: making, encoding: 'utf8' });
    renameSync(making, store);
  } catch (error) {
    if (!existsSync(store)) throw error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return store;
}
