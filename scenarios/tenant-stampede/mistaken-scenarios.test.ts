import { expect, test } from 'vitest';
import { countQueries, failQueries } from '../../harness/counting/index.ts';
import { holdTable } from '../../harness/load/index.ts';
import { type Scenario, type ScenarioId, type Subject, demand } from '../contract/index.ts';
import { runSabotage, runScenario } from '../runner/index.ts';
import { stampedeReference, stampedeSaboteurs } from '../targets/stampede/index.ts';
import { untilReached } from './patience.ts';
import { calledLookup, granted, tenantsOf } from './stage.ts';
import { tenantStampede } from './suite.ts';

const callers = 100;

/** A look-up, a tenant, and how one caller asks for it. */
async function open(subject: Subject) {
  const tenants = tenantsOf(subject);
  const [lookup, tenant] = [await calledLookup(tenants), await tenants.insertTenant()];
  const ask = () => lookup.ask({ by: 'slug', value: tenant.slug }, new AbortController().signal);
  const { adminUrl } = subject;
  const pattern = granted(subject.tenantQueryPattern, 'the statements that resolve a tenant');
  return { table: tenants.table, ask, adminUrl, pattern, deadlineMs: subject.deadlineMs };
}

const joinsItsCallers: Scenario['run'] = async (subject) => {
  const { ask, adminUrl, table } = await open(subject);
  await using failing = await failQueries({ adminUrl, table });
  const joined = await Promise.allSettled(Array.from({ length: callers }, ask));
  demand(
    joined.every(({ status }) => status === 'fulfilled'),
    'a caller was lost',
  );
  demand((await failing.count()) === 1, 'more than one query failed');
};

const hasItsOwnCache: Scenario['run'] = async (subject) => {
  const { ask, adminUrl, pattern } = await open(subject);
  await using counter = await countQueries({ adminUrl, pattern });
  let kept: ReturnType<typeof ask> | undefined;
  await Promise.all(Array.from({ length: callers }, () => (kept ??= ask())));
  const { count } = await counter.read();
  demand(count === 1, `${count} queries`);
};

const countsTooEarly: Scenario['run'] = async (subject) => {
  const { ask, adminUrl, pattern, table, deadlineMs } = await open(subject);
  await using counter = await countQueries({ adminUrl, pattern, settleMs: 20 });
  await using held = await holdTable(adminUrl, table);
  const answers = Array.from({ length: callers }, ask);
  await untilReached({ count: () => held.waiting(), wanted: 1, what: 'queries had begun', withinMs: deadlineMs });
  const { count } = await counter.read();
  await held.release();
  await Promise.all(answers);
  demand(count <= 1, `${count} queries`);
};

test.each([
  [
    'asserts that its callers came back, and not on what they were told',
    joinsItsCallers,
    'STAMPEDE-7',
    'waiters-told-not-found',
  ],
  ['asks a cache of its own in the place of the one it is about', hasItsOwnCache, 'STAMPEDE-1', 'no-singleflight'],
  ['reads the counter before the statements have ended', countsTooEarly, 'STAMPEDE-1', 'no-singleflight'],
] satisfies [string, Scenario['run'], ScenarioId, string][])(
  'a scenario that %s passes on the reference and is told by the saboteur that survives it',
  async (_mistake, run, rightId, name) => {
    const mistaken: Scenario = { id: 'MISTAKEN-1', title: 'MUST notice', needs: ['tenant-lookup'], run };
    expect(await runScenario(stampedeReference, mistaken)).toMatchObject({ verdict: 'passed' });

    const right = tenantStampede.scenarios.filter(({ id }) => id === rightId);
    const saboteurs = stampedeSaboteurs
      .filter(({ target }) => target.name === name)
      .map((one) => ({ ...one, caughtBy: [rightId, mistaken.id].map((scenario) => ({ scenario, message: /./ })) }));
    const { matrix, survivors } = await runSabotage([
      { ...tenantStampede, scenarios: [...right, mistaken], saboteurs: async () => saboteurs },
    ]);
    expect(matrix.map(({ scenario, verdict }) => [scenario, verdict])).toEqual([
      [rightId, 'failed'],
      [mistaken.id, 'passed'],
    ]);
    expect(survivors).toMatchObject([{ scenario: mistaken.id, target: name }]);
  },
);
