import { randomInt } from 'node:crypto';

/** A key that no other gate of this database uses. */
export function newGateKey(): number {
  return randomInt(1, 2 ** 31 - 1);
}
