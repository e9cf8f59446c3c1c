import { RustokError } from '../../src/errors/index.ts';
import type { Leak } from './leak.ts';

/** A test left something behind (code LEAKED); the message names each with the stack that opened it. */
export class LeakError extends RustokError {
  override readonly name = 'LeakError';
  readonly leaks: readonly Leak[];

  constructor(leaks: readonly Leak[]) {
    super('LEAKED', describeLeaks(leaks));
    this.leaks = leaks;
  }
}

/** Every leak with the stack that opened it, as the message of a failed test. */
export function describeLeaks(leaks: readonly Leak[]): string {
  if (leaks.length === 0) return 'the test left nothing behind';
  const count = leaks.length === 1 ? 'something' : `${leaks.length} things`;
  const each = leaks.map(({ kind, what, stack }) => `  ${kind}: ${what}\n${indented(stack)}`);
  return `the test left ${count} behind:\n${each.join('\n')}`;
}

function indented(stack: string): string {
  return stack.replace(/^/gm, '    ');
}
