import type { Suite } from '../contract/index.ts';
import { databaseError } from './cases/database-error.ts';
import { everyCount } from './cases/every-count.ts';
import { found } from './cases/found.ts';
import { invalidated } from './cases/invalidated.ts';
import { leaderGone } from './cases/leader-gone.ts';
import { negativeExpires } from './cases/negative-expires.ts';
import { noAnswer } from './cases/no-answer.ts';
import { inactive, unknown } from './cases/refused.ts';
import { answerDropped, connectionKilled, frozen } from './wire/wired-cases.ts';
import { cacheFails, corruptEntry } from './cases/broken-cache.ts';
import { everybodyLeaves } from './cases/everybody-leaves.ts';
import { expiryUnderLoad } from './cases/expiry-under-load.ts';
import { failSafe } from './cases/fail-safe.ts';
import { failureToldToAll } from './cases/failure-told-to-all.ts';
import { falsyRejection } from './cases/falsy-rejection.ts';
import { freshWrite } from './cases/fresh-write.ts';
import { goneCallersLetGo } from './cases/gone-callers-let-go.ts';
import { hotKey } from './cases/hot-key.ts';
import { jitterSpreads } from './cases/jitter-spreads.ts';
import { manyKeys } from './cases/many-keys.ts';
import { ownDeadline } from './cases/own-deadline.ts';
import { slowFailure } from './cases/slow-failure.ts';
import { slowLoader } from './cases/slow-loader.ts';
import { spoiltAnswer } from './cases/spoilt-answer.ts';
import { staleWhileRevalidate } from './cases/stale-while-revalidate.ts';
import { tenThousand } from './cases/ten-thousand.ts';
import { threeKeys } from './cases/three-keys.ts';
import { invalidationEverywhere } from './instances/invalidation-everywhere.ts';
import { loaderKilled } from './instances/loader-killed.ts';
import { oneQueryForProcesses } from './instances/one-query.ts';
import { redisTrouble } from './instances/redis-trouble.ts';
import { wired } from './wire/wired-case.ts';
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
    inProcess('STAMPEDE-19', slowLoader),
    wired('STAMPEDE-20', connectionKilled),
    wired('STAMPEDE-21', answerDropped),
    wired('STAMPEDE-22', frozen),
    inProcess('STAMPEDE-23', expiryUnderLoad),
    inProcess('STAMPEDE-24', jitterSpreads),
    inProcess('STAMPEDE-25', freshWrite),
    inProcess('STAMPEDE-26', threeKeys),
    inProcess('STAMPEDE-27', corruptEntry),
    inProcess('STAMPEDE-28', cacheFails),
    inProcess('STAMPEDE-29', manyKeys),
    inProcess('STAMPEDE-30', hotKey),
    inProcess('STAMPEDE-31', falsyRejection),
    inProcess('STAMPEDE-32', everybodyLeaves),
    inProcess('STAMPEDE-33', ownDeadline),
    inProcess('STAMPEDE-34', spoiltAnswer),
    inProcess('STAMPEDE-35', tenThousand),
    inProcess('STAMPEDE-36', slowFailure),
    inProcess('STAMPEDE-37', staleWhileRevalidate),
    inProcess('STAMPEDE-38', failSafe),
    oneQueryForProcesses('STAMPEDE-39', 'advisory-lock'),
    oneQueryForProcesses('STAMPEDE-40', 'redis'),
    invalidationEverywhere('STAMPEDE-41', 'advisory-lock'),
    invalidationEverywhere('STAMPEDE-42', 'redis'),
    loaderKilled('STAMPEDE-43', 'advisory-lock'),
    loaderKilled('STAMPEDE-44', 'redis'),
    redisTrouble('STAMPEDE-45'),
    inProcess('STAMPEDE-46', goneCallersLetGo),
    inProcess('STAMPEDE-47', failureToldToAll),
  ],
  target: async () => (await import('../targets/stampede/index.ts')).stampedeReference,
  saboteurs: async () => (await import('../targets/stampede/index.ts')).stampedeSaboteurs,
};
