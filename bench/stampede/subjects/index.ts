import { RustokError } from '../../../src/errors/index.ts';
import { asyncCacheDedupe } from './async-cache-dedupe.ts';
import { bentocache } from './bentocache.ts';
import { cacheManager } from './cache-manager.ts';
import { cacheable } from './cacheable.ts';
import { constant } from './constant.ts';
import { dataloader } from './dataloader.ts';
import { lruCache } from './lru-cache.ts';
import { naive } from './naive.ts';
import { pMemoize } from './p-memoize.ts';
import { reference, referenceStale } from './reference.ts';
import type { Subject } from './subject.ts';
import { userModule } from './user-module.ts';

export type { LookUp, Subject } from './subject.ts';

/** The libraries that are compared. */
export const peers: readonly Subject[] = [
  asyncCacheDedupe,
  bentocache,
  lruCache,
  cacheable,
  cacheManager,
  pMemoize,
  dataloader,
];

const named: readonly Subject[] = [reference, referenceStale, naive, constant, ...peers];

/** Measured unless others are named. */
export const everyResolver: readonly string[] = [reference, referenceStale, naive, constant, ...peers].map(
  ({ name }) => name,
);

/** A subject by its name, or by the path of a module of the user's own. */
export function subjectNamed(name: string): Subject {
  const found = named.find((subject) => subject.name === name);
  if (found !== undefined) return found;
  if (isPath(name)) return userModule(name);
  throw new RustokError(
    'UNKNOWN_RESOLVER',
    `There is no resolver ${name}; there are ${everyResolver.join(', ')}, and modules by their path (./my-resolver.js)`,
  );
}

/** True for a module of the user's own. */
export function isPath(name: string): boolean {
  return /[./\\]/.test(name);
}
