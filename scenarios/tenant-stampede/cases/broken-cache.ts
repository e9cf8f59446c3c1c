import { demandAnswers } from '../answers.ts';
import { demandQueries } from '../count-queries.ts';
import { heldStampede } from '../held-stampede.ts';
import { calledOf, granted } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

/** What lies in the cache is no tenant: it is dropped and loaded again, once for everybody. */
export const corruptEntry: StampedeCase = {
  title: 'MUST load a corrupt cache entry again, once for 1000 callers',
  needs: ['cache-access'],
  play: async (stage) => {
    const { tenants, entrance } = stage;
    const cache = granted(calledOf(stage).cache, 'access to its cache');
    const tenant = await tenants.insertTenant();
    demandAnswers('the first caller', await entrance.askOnce(tenant, tenant), [200]);
    cache.corrupt();
    await demandQueries(stage, 1, '1000 callers of a corrupt entry and one more', async () => {
      demandAnswers('1000 callers of a corrupt entry', await heldStampede(stage, tenant, tenant), [200]);
      demandAnswers('one caller after them', await entrance.askOnce(tenant, tenant), [200]);
    });
  },
};

/** The cache throws at every call: requests cost a query, and at once they cost one. */
export const cacheFails: StampedeCase = {
  title: 'MUST answer 1000 callers with one query while the cache fails',
  needs: ['cache-access'],
  play: async (stage) => {
    const { tenants, entrance } = stage;
    const cache = granted(calledOf(stage).cache, 'access to its cache');
    const tenant = await tenants.insertTenant();
    cache.setFailing(true);
    await demandQueries(stage, 1, '1000 callers without a cache', async () =>
      demandAnswers('1000 callers without a cache', await heldStampede(stage, tenant, tenant), [200]),
    );
    cache.setFailing(false);
    await demandQueries(stage, 1, 'two callers after the cache is back', async () => {
      for (let caller = 0; caller < 2; caller += 1)
        demandAnswers('a caller after the cache is back', await entrance.askOnce(tenant, tenant), [200]);
    });
  },
};
