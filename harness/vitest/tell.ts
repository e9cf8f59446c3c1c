import type { KeptDatabase } from '../database/index.ts';
import { whatLedThere } from '../judgement/index.ts';

/** Prints how to open a failed test's database, beside the failure. */
export function tellKept({ open }: KeptDatabase, testName: string): void {
  tell(`The data of "${testName}" is kept. Look at it with: ${open}`);
}

/** Prints why a failed test's database cannot be looked at. */
export function tellNotKept(reason: string, testName: string): void {
  tell(`The data of "${testName}" is not kept. ${reason}`);
}

/** Prints how to have a failed test's data again. */
export function tellSeed(seed: number, testName: string): void {
  tell(`The fixtures of "${testName}" were made with the seed ${seed}.`);
}

/** Prints what a failed test did, unless a matcher has told it. */
export function tellTimeline(lines: string, testName: string): void {
  if (lines !== '') tell(`${whatLedThere}, in "${testName}":\n${lines}`);
}

function tell(line: string): void {
  // oxlint-disable-next-line no-console -- the runner shows it with its test
  console.error(line);
}
