import { expect, test } from 'vitest';
import type { Subject, Target } from '../contract/index.ts';
import { runScenario } from '../runner/index.ts';
import { stampedeReference, stampedeSaboteurs } from '../targets/stampede/index.ts';
import { tenantStampede } from './suite.ts';

test('an id keeps its meaning for ever', () => {
  expect(tenantStampede.scenarios.map(({ id, title }) => `${id} ${title}`)).toMatchInlineSnapshot(`
    [
      "STAMPEDE-1 MUST find a tenant for 1000 callers with one query, in process",
      "STAMPEDE-2 MUST find a tenant for 1000 callers with one query, over HTTP",
      "STAMPEDE-3 MUST report an unknown tenant to 1000 callers with one query, in process",
      "STAMPEDE-4 MUST report an unknown tenant to 1000 callers with one query, over HTTP",
      "STAMPEDE-5 MUST refuse an inactive tenant to 1000 callers with one query, in process",
      "STAMPEDE-6 MUST refuse an inactive tenant to 1000 callers with one query, over HTTP",
      "STAMPEDE-7 MUST pass a database error to 1000 callers after one query, in process",
      "STAMPEDE-8 MUST pass a database error to 1000 callers after one query, over HTTP",
      "STAMPEDE-9 MUST end 1000 waits for a silent database by the deadline, in process",
      "STAMPEDE-10 MUST end 1000 waits for a silent database by the deadline, over HTTP",
      "STAMPEDE-11 MUST serve 999 callers when the first of 1000 goes away, in process",
      "STAMPEDE-12 MUST serve 999 callers when the first of 1000 goes away, over HTTP",
      "STAMPEDE-13 MUST keep nothing that was loaded before an invalidation, in process",
      "STAMPEDE-14 MUST keep nothing that was loaded before an invalidation, over HTTP",
      "STAMPEDE-15 MUST need one query for 1, 10, 100 and 1000 callers, in process",
      "STAMPEDE-16 MUST need one query for 1, 10, 100 and 1000 callers, over HTTP",
      "STAMPEDE-17 MUST find a tenant 66 s after it was unknown, in process",
      "STAMPEDE-18 MUST tell the slug of one tenant from the host of another, in process",
      "STAMPEDE-19 MUST share a slow query with 500 callers who come after the first 500, in process",
      "STAMPEDE-20 MUST tell 1000 callers when the connection of their one query is killed, and recover, in process",
      "STAMPEDE-21 MUST tell 1000 callers when the answer to their one query is lost, and recover, in process",
      "STAMPEDE-22 MUST end 1000 waits for a query that is frozen at the wire by the deadline, and recover, in process",
      "STAMPEDE-23 MUST cost one query an expiry under sustained load, in process",
      "STAMPEDE-24 MUST spread the expiry of 1000 tenants that were loaded together, in process",
      "STAMPEDE-25 MUST serve a tenant that was activated while an older load, which ends last, had read that it was not, in process",
      "STAMPEDE-26 MUST forget a tenant's id, slug and host together, in process",
      "STAMPEDE-27 MUST load a corrupt cache entry again, once for 1000 callers, in process",
      "STAMPEDE-28 MUST answer 1000 callers with one query while the cache fails, in process",
      "STAMPEDE-29 MUST answer callers of 10000 keys from a cache of 1000 entries, in process",
      "STAMPEDE-30 MUST answer callers of 100 cold keys while 1000 callers wait for a hot one, in process",
      "STAMPEDE-31 MUST take a load that rejects with nothing for a failed one, in process",
      "STAMPEDE-32 MUST cancel the load when the last of 1000 callers has gone, in process",
      "STAMPEDE-33 MUST let 100 of 1000 callers leave on a deadline of their own, in process",
      "STAMPEDE-34 MUST keep an answer as it is when a caller tries to change it, in process",
      "STAMPEDE-35 MUST need one query for 10000 callers, in process",
      "STAMPEDE-36 MUST tell 1000 callers of a query that fails after 100 ms the same error, after one attempt, in process",
      "STAMPEDE-37 MUST serve 1000 callers of an expired tenant at once and renew it with one query, where that is wished, in process",
      "STAMPEDE-38 MUST serve an expired tenant when the database fails, where that is wished, in process",
      "STAMPEDE-39 MUST need one query for 1000 callers of each of 4 processes that share by an advisory lock",
      "STAMPEDE-40 MUST need one query for 1000 callers of each of 4 processes that share by Redis",
      "STAMPEDE-41 MUST take an invalidation to every instance that shares by an advisory lock",
      "STAMPEDE-42 MUST take an invalidation to every instance that shares by Redis",
      "STAMPEDE-43 MUST answer the callers of 2 instances when a third, which loads for them by an advisory lock, is killed",
      "STAMPEDE-44 MUST answer the callers of 2 instances when a third, which loads for them by Redis, is killed",
      "STAMPEDE-45 MUST answer the callers of 4 instances with at most 4 queries while Redis is slow, down, cut off or restarted",
      "STAMPEDE-46 MUST let go 100 of 1000 callers who go away before the load has ended, in process",
      "STAMPEDE-47 MUST tell 1000 callers of a query that fails after 100 ms before another one, begun then, has failed, in process",
    ]
  `);
});

test('every scenario is caught failing by at least one saboteur', async () => {
  const saboteurs = await tenantStampede.saboteurs();
  const covered = new Set(saboteurs.flatMap(({ caughtBy }) => caughtBy.map(({ scenario }) => scenario)));
  expect(tenantStampede.scenarios.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
});

/** The reference, described wrongly. */
function described(change: (subject: Subject) => Partial<Subject>): Target {
  return {
    ...stampedeReference,
    open: async (options) => {
      const subject = await stampedeReference.open(options);
      return { ...subject, ...change(subject) };
    },
  };
}

function scenario(id: string) {
  const [found] = tenantStampede.scenarios.filter((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no ${id}`);
  return found;
}

test('a pattern that no statement matches proves nothing', async () => {
  const target = described(() => ({ tenantQueryPattern: /from nowhere/ }));
  expect(await runScenario(target, scenario('STAMPEDE-1'))).toMatchObject({
    verdict: 'inconclusive',
    reason: expect.stringContaining('no statement matched /from nowhere/'),
  });
});

test('a table that nobody reads proves nothing about its errors', async () => {
  const target = described(({ tenantLookup }) =>
    tenantLookup === undefined ? {} : { tenantLookup: { ...tenantLookup, table: 'nodes' } },
  );
  expect(await runScenario(target, scenario('STAMPEDE-9'))).toMatchObject({
    verdict: 'failed',
    reason: expect.stringContaining('told 200 × 1000 instead of 503 or 504'),
  });
});

test.each(['STAMPEDE-1', 'STAMPEDE-2'])(
  'an answer must hold the name of the tenant that was asked for: %s',
  async (id) => {
    const target = described(({ tenantLookup }) =>
      tenantLookup === undefined
        ? {}
        : {
            tenantLookup: {
              ...tenantLookup,
              insertTenant: async (given) => ({ ...(await tenantLookup.insertTenant(given)), name: 'somebody else' }),
            },
          },
    );
    expect(await runScenario(target, scenario(id))).toMatchObject({
      verdict: 'failed',
      reason: expect.stringContaining("1000 of 1000 answers do not hold the tenant's name"),
    });
  },
);

test('a target without the look-up is skipped', async () => {
  const target: Target = { ...stampedeReference, capabilities: new Set(['concurrency']) };
  expect(await runScenario(target, scenario('STAMPEDE-1'))).toMatchObject({ verdict: 'skipped' });
});

test.for(['STAMPEDE-43', 'STAMPEDE-44'])(
  'the death of an instance that nobody waits for proves nothing: %s',
  async (id, context) => {
    const target = stampedeSaboteurs.find(({ target: { name } }) => name === 'each-instance-by-itself')?.target;
    const { verdict, reason } = await runScenario(target ?? stampedeReference, scenario(id));
    if (verdict === 'skipped') context.skip(reason);
    expect({ verdict, reason }).toEqual({
      verdict: 'inconclusive',
      reason: "only 0 of 2 instances had been told to wait for another's load within 7500 ms",
    });
  },
);

test('instances that cannot say whether they wait are not judged by the death of another', async () => {
  const capabilities = new Set([...stampedeReference.capabilities].filter((one) => one !== 'instance-waits'));
  expect(await runScenario({ ...stampedeReference, capabilities }, scenario('STAMPEDE-43'))).toMatchObject({
    verdict: 'skipped',
    reason: 'target reference lacks the capability instance-waits',
  });
});
