import { expect, test } from 'vitest';
import type { Subject, Target } from '../contract/index.ts';
import { runScenario } from '../runner/index.ts';
import { stampedeReference } from '../targets/stampede/index.ts';
import { tenantStampede } from './suite.ts';

test('an id keeps its meaning for ever', () => {
  expect(tenantStampede.scenarios.map(({ id, title }) => `${id} ${title}`)).toMatchInlineSnapshot(`
    [
      "STAMPEDE-1 MUST find a tenant for 1000 callers with one query, in process",
      "STAMPEDE-2 MUST find a tenant for 1000 callers with one query, over HTTP",
      "STAMPEDE-3 MUST tell 1000 callers that a tenant is unknown with one query, in process",
      "STAMPEDE-4 MUST tell 1000 callers that a tenant is unknown with one query, over HTTP",
      "STAMPEDE-5 MUST refuse an inactive tenant to 1000 callers with one query, in process",
      "STAMPEDE-6 MUST refuse an inactive tenant to 1000 callers with one query, over HTTP",
      "STAMPEDE-7 MUST tell 1000 callers of a database error as such after one query, and recover with the next, in process",
      "STAMPEDE-8 MUST tell 1000 callers of a database error as such after one query, and recover with the next, over HTTP",
      "STAMPEDE-9 MUST tell 1000 callers by the deadline that the database does not answer, and recover when it does, in process",
      "STAMPEDE-10 MUST tell 1000 callers by the deadline that the database does not answer, and recover when it does, over HTTP",
      "STAMPEDE-11 MUST answer 999 callers with one query although the first one has gone away, in process",
      "STAMPEDE-12 MUST answer 999 callers with one query although the first one has gone away, over HTTP",
      "STAMPEDE-13 MUST not keep what was loaded before an invalidation, and load anew for the 1000 callers after it, in process",
      "STAMPEDE-14 MUST not keep what was loaded before an invalidation, and load anew for the 1000 callers after it, over HTTP",
      "STAMPEDE-15 MUST need one query for 1, 10, 100 and 1000 callers alike, in process",
      "STAMPEDE-16 MUST need one query for 1, 10, 100 and 1000 callers alike, over HTTP",
      "STAMPEDE-17 MUST find a tenant that was unknown before, 66 s later at the latest, in process",
      "STAMPEDE-18 MUST not mistake the slug of one tenant for the host of another, in process",
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
