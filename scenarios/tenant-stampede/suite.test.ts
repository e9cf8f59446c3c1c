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
