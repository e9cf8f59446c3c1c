import type { KeptDatabase } from '../database/index.ts';

/** Prints how to open a failed test's database, beside the failure. */
export function tellKept({ open }: KeptDatabase, testName: string): void {
  // oxlint-disable-next-line no-console -- the runner shows it with its test
  console.error(`The data of "${testName}" is kept. Look at it with: ${open}`);
}
