import type { Contender } from './contender.ts';
import { shorten } from '../shorten.ts';

/** Says of operations that did not come to rest what is known of them. */
export function describeRestless(restless: readonly Contender[], deadlineMs: number): string {
  return restless.map((one) => describe(one, deadlineMs)).join('; ');
}

function describe(contender: Contender, deadlineMs: number): string {
  const [statement] = contender.unanswered;
  if (statement === undefined)
    return `${contender.name} waits outside the server: within ${deadlineMs} ms it neither sent a statement nor settled`;
  return `${contender.name} got no answer within ${deadlineMs} ms to ${shorten(statement.text, 60)}, and waits for no lock that another operation holds`;
}
