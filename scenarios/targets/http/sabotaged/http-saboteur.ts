import type { Catch, Saboteur } from '../../../contract/index.ts';
import type { HttpMistake } from '../http-mistake.ts';
import { httpTarget } from '../http-target.ts';

/** Names a mistake of the served reference, and who must notice it by which words. */
export function httpSaboteur(
  name: string,
  told: { readonly mistake: string; readonly caughtBy: readonly Catch[] },
  mistake: HttpMistake,
): Saboteur {
  return { target: httpTarget(name, mistake), ...told };
}
