import { InconclusiveError } from '../../contract/index.ts';
import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { heldStampede } from '../held-stampede.ts';
import type { StampedeCase } from '../stampede-case.ts';

/** The longest that an absence may be kept: 60 s and 10 % of jitter. */
const negativeMs = 66_000;

/** Nobody invalidates a tenant that was not there: only the time does. */
export const negativeExpires: StampedeCase = {
  title: 'MUST find a tenant 66 s after it was unknown',
  needs: ['service-clock'],
  play: async (stage) => {
    const { tenants, entrance } = stage;
    const absent = tenants.absentTenant();
    const { advanceClock } = entrance.lookup;
    if (advanceClock === undefined) throw new InconclusiveError(`the clock of ${entrance.name} cannot be moved`);
    await demandQueries(stage, 1, '1000 callers of an absent tenant', async () =>
      demandAnswers('1000 callers of an absent tenant', await heldStampede(stage, absent), [404]),
    );
    const tenant = await tenants.insertTenant({ slug: absent.slug });
    await advanceClock(negativeMs + 1);
    await demandQueries(stage, 1, '1000 callers of a tenant that has appeared', async () =>
      demandAnswers('1000 callers of a tenant that has appeared', await heldStampede(stage, tenant, tenant), [200]),
    );
  },
};
