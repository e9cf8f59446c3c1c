import type { Suite } from '../contract/index.ts';
import { databaseError } from './cases/database-error.ts';
import { everyCount } from './cases/every-count.ts';
import { found } from './cases/found.ts';
import { invalidated } from './cases/invalidated.ts';
import { leaderGone } from './cases/leader-gone.ts';
import { negativeExpires } from './cases/negative-expires.ts';
import { noAnswer } from './cases/no-answer.ts';
import { inactive, unknown } from './cases/refused.ts';
import { sameNameForTwo } from './same-name-for-two.ts';
import { inProcess, overHttp } from './stampede-case.ts';

/** Suite STAMPEDE. The order is that of the ids; a new scenario takes the next one. */
export const tenantStampede: Suite = {
  name: 'STAMPEDE',
  promise: 'a thousand callers of one tenant cost the database one query',
  scenarios: [
    inProcess('STAMPEDE-1', found),
    overHttp('STAMPEDE-2', found),
    inProcess('STAMPEDE-3', unknown),
    overHttp('STAMPEDE-4', unknown),
    inProcess('STAMPEDE-5', inactive),
    overHttp('STAMPEDE-6', inactive),
    inProcess('STAMPEDE-7', databaseError),
    overHttp('STAMPEDE-8', databaseError),
    inProcess('STAMPEDE-9', noAnswer),
    overHttp('STAMPEDE-10', noAnswer),
    inProcess('STAMPEDE-11', leaderGone),
    overHttp('STAMPEDE-12', leaderGone),
    inProcess('STAMPEDE-13', invalidated),
    overHttp('STAMPEDE-14', invalidated),
    inProcess('STAMPEDE-15', everyCount),
    overHttp('STAMPEDE-16', everyCount),
    inProcess('STAMPEDE-17', negativeExpires),
    sameNameForTwo,
  ],
  target: async () => (await import('../targets/stampede/index.ts')).stampedeReference,
  saboteurs: async () => (await import('../targets/stampede/index.ts')).stampedeSaboteurs,
};
