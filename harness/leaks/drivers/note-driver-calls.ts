import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { sep } from 'node:path';
import { noteClientsOf, notePgPoolsOf } from './pg-driver.ts';
import { noteSequelizePoolsOf } from './sequelize-pool.ts';

let isDone = false;

/**
 * Looks over the shoulder of pg and of Sequelize's pool, in this package's copy and in that of the project that is tested.
 * What a call does stays as it was; where it was made from is remembered while a watch is open.
 */
export function noteDriverCalls(): void {
  if (isDone) return;
  isDone = true;
  const roots = [import.meta.url, pathToFileURL(process.cwd() + sep).href].map((from) => createRequire(from));
  const drivers = new Set(roots.map((root) => loadIfPresent(root, 'pg')));
  for (const driver of drivers) {
    noteClientsOf(driver);
    notePgPoolsOf(driver);
  }
  const pools = new Set(roots.map((root) => loadIfPresent(requireFrom(root, 'sequelize'), 'sequelize-pool')));
  for (const pool of pools) noteSequelizePoolsOf(pool);
}

/** Sequelize's own copy of its pool: the one that lies beside it. */
function requireFrom(root: NodeJS.Require, name: string): NodeJS.Require | undefined {
  try {
    return createRequire(root.resolve(name));
  } catch {
    return undefined;
  }
}

function loadIfPresent(root: NodeJS.Require | undefined, name: string): unknown {
  try {
    return root?.(name);
  } catch {
    return undefined;
  }
}
