import type { Contender, Stance } from './contender.ts';
import { isSameStatement } from '../same-statement.ts';
import { shorten } from '../shorten.ts';

/** Says how operations stand elsewhere than when the same steps were taken before; undefined when they do not. */
export async function whyElsewhere(
  contenders: readonly Contender[],
  before: readonly Stance[],
): Promise<string | undefined> {
  for (const [index, contender] of contenders.entries()) {
    const then = before[index];
    const now = contender.stance;
    if (then === undefined) continue;
    if (then.kind !== now.kind) return `${contender.name} was ${describe(then)}, and is ${describe(now)} now`;
    const other = await whyOtherStatement(contender.name, then.text, now.text);
    if (other !== undefined) return other;
  }
  return undefined;
}

/** Compares statements, but for their constants; undefined when they are the same. */
export async function whyOtherStatement(
  operation: string,
  then: string | null,
  now: string | null,
): Promise<string | undefined> {
  if (then === now || (then !== null && now !== null && (await isSameStatement(then, now)))) return undefined;
  return `${operation} reached ${quote(then)}, and reaches ${quote(now)} now`;
}

function describe(stance: Stance): string {
  return stance.text === null ? stance.kind : `${stance.kind} (${shorten(stance.text, 60)})`;
}

function quote(text: string | null): string {
  return text === null ? 'its end' : shorten(text, 60);
}
