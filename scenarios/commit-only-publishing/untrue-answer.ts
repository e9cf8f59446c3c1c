import type { Finding } from './finding.ts';
import type { Settlement } from './settle.ts';

/** What the caller was told, against what is stored. */
export function untrueAnswer(told: Settlement['kind'], isCommitted: boolean): Finding[] {
  if (told === 'resolved' && !isCommitted)
    return [{ kind: 'lost', text: 'the caller was told success, nothing was committed' }];
  if (told === 'rejected' && isCommitted)
    return [{ kind: 'torn', text: 'the caller saw an error, yet state was committed' }];
  return [];
}
