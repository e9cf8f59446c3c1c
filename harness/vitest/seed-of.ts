import { createHash } from 'node:crypto';

/** The seed of a test's data: its own, the same in every run and on every machine. */
export function seedOf(testName: string): number {
  return createHash('sha256').update(testName).digest().readUInt32BE();
}
