import { createHash } from 'node:crypto';

/** A hash of anything that JSON can hold: the same parts in the same order give the same one. */
export function hashOf(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
