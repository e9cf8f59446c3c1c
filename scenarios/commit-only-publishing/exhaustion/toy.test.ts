import type { Pool } from 'pg';
import { expect, test } from 'vitest';
import { runScenario } from '../../runner/index.ts';
import { type Toy, addThingInTwoTransactions, toyTarget } from '../../testing/toy-target.ts';
import { commitOnlyPublishing } from '../suite.ts';

/** Adds a thing and its event in one statement. */
const addedAtOnce =
  'WITH thing AS (INSERT INTO things SELECT gen_random_uuid() RETURNING id) INSERT INTO outbox (envelope) SELECT to_jsonb(thing) FROM thing';

async function prove(id: string, toy: Toy = {}, point?: string) {
  const scenario = commitOnlyPublishing.scenarios.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`there is no ${id}`);
  return runScenario(
    toyTarget({ capabilities: ['real-commit', 'concurrency', 'wire'], ...toy }),
    scenario,
    point === undefined ? {} : { point },
  );
}

test.each([
  ['COMMIT-17', 8],
  ['COMMIT-18', 8],
  ['COMMIT-19', 4],
  ['COMMIT-22', 4],
])('%s breaks a service that knows nothing of the domain at each of its statements', async (id, faultPoints) => {
  const { verdict, reason, evidence, details } = await prove(id);
  expect({ verdict, reason }).toEqual({ verdict: 'passed', reason: undefined });
  expect(evidence).toMatchObject({ faultPoints, ghost: 0, lost: 0, torn: 0, stuck: 0 });
  const schedules = { operation: 'addThing', columns: ['held', 'overtaking'], schedules: { length: faultPoints } };
  if (id === 'COMMIT-22') expect(details).toMatchObject([schedules]);
  else expect(details).toMatchObject([{ operation: 'addThing', cells: { length: faultPoints } }]);
});

test('an operation that is overtaken is shown beside the other one, its statement after those that overtook it', async () => {
  const { details } = await prove('COMMIT-22');
  const shown = details.flatMap((detail) => (detail.kind === 'schedules' ? detail.schedules : []));
  const [last] = shown.slice(-1);
  expect(last).toMatchObject({ order: 'overtaken at statement 4 (COMMIT)', verdict: 'passed' });
  const story = last?.entries.flatMap((entry) =>
    entry.kind === 'released' ? [`${entry.operation} ${entry.step}: ${entry.text.slice(0, 6)}`] : [],
  );
  expect(story).toEqual([
    'held 1: BEGIN',
    'held 2: INSERT',
    'held 3: INSERT',
    'overtaking 4: BEGIN',
    'overtaking 5: INSERT',
    'overtaking 6: INSERT',
    'overtaking 7: COMMIT',
    'held 8: COMMIT',
  ]);
});

test('an operation that chooses its schema is overtaken there too', async () => {
  const { details, evidence } = await prove('COMMIT-22', {
    operations: (pool) => ({
      addThing: {
        mutates: true,
        prepare: async () => null,
        call: async () => {
          const client = await pool.connect();
          for (const text of ['BEGIN', 'SET search_path TO public', addedAtOnce, 'COMMIT']) await client.query(text);
          client.release();
        },
      },
    }),
  });
  expect(evidence).toMatchObject({ faultPoints: 4 });
  const shown = details.flatMap((detail) => (detail.kind === 'schedules' ? detail.schedules : []));
  expect(shown[1]).toMatchObject({ order: 'overtaken at statement 2 (SET search_path TO public)', verdict: 'passed' });
  expect(shown[1]?.entries).toContainEqual(expect.objectContaining({ text: 'SET search_path TO public' }));
});

test('a COMMIT whose acknowledgement is lost is ambiguous, and allowed', async () => {
  const { evidence } = await prove('COMMIT-18');
  expect(evidence).toMatchObject({ ambiguous: 1 });
});

test('the finding names the operation, the fault and the statement', async () => {
  const { verdict, reason } = await prove('COMMIT-17', {
    operations: (pool) => ({ addThing: addThingInTwoTransactions(pool) }),
  });
  expect(verdict).toBe('failed');
  expect(reason).toContain(
    'lost: addThing, error-before at statement 2 (INSERT INTO outbox (envelope) VALUES ($1)): committed, but never published',
  );
});

test('the finding tells how to try its fault point alone, which then is the only one', async () => {
  const wrong: Toy = { operations: (pool) => ({ addThing: addThingInTwoTransactions(pool) }) };
  const { reason } = await prove('COMMIT-17', wrong);
  const point = /--point "(.*)"$/.exec(reason ?? '')?.[1];
  expect(point).toBe('addThing, error-before 53100 at statement 2');
  const alone = await prove('COMMIT-17', wrong, point);
  expect(alone).toMatchObject({ verdict: 'failed', evidence: { faultPoints: 1, lost: 1 } });
  expect(alone.reason).toContain('lost: addThing, error-before at statement 2 (INSERT INTO outbox');
});

test('a fault point of the recovery is tried alone, too', async () => {
  const { verdict, evidence, details } = await prove('COMMIT-20', {}, 'addThing, drop-after at statement 3');
  expect({ verdict, evidence }).toMatchObject({ verdict: 'passed', evidence: { faultPoints: 1 } });
  expect(details).toMatchObject([{ cells: [{ statement: 3, fault: 'drop-after' }] }]);
});

test('a second attempt is struck, also one that only a serialization failure calls for', async () => {
  const { verdict, reason, evidence, details } = await prove('COMMIT-20', {
    operations: (pool) => ({
      addThing: {
        mutates: true,
        prepare: async () => null,
        call: () =>
          pool.query(addedAtOnce).catch((error: unknown) => {
            if ((error as { code?: string }).code !== '40001') throw error;
            return pool.query(addedAtOnce);
          }),
      },
    }),
  });
  expect({ verdict, reason, evidence }).toMatchObject({
    verdict: 'passed',
    evidence: { faultPoints: 3, ambiguous: 1 },
  });
  const struckTwice = details.flatMap((detail) =>
    detail.kind === 'fault-matrix' ? detail.cells.filter(({ second }) => second !== undefined) : [],
  );
  const first = { statement: 1, fault: 'error-before 40001' };
  expect(struckTwice).toHaveLength(3);
  for (const cell of struckTwice) expect(cell).toMatchObject({ ...first, second: { statement: 2 } });
});

test('a service that sends nothing after a fault has no recovery that could fail: its first faults are what was seen', async () => {
  const { verdict, reason, evidence } = await prove('COMMIT-20');
  expect({ verdict, reason }).toEqual({ verdict: 'passed', reason: undefined });
  expect(evidence).toMatchObject({ faultPoints: 8, ghost: 0, lost: 0, torn: 0, stuck: 0 });
});

test('a first fault that shows a violation is one of the fault points', async () => {
  const { verdict, evidence } = await prove('COMMIT-20', {
    operations: (pool) => ({ addThing: addThingInTwoTransactions(pool) }),
  });
  expect(verdict).toBe('failed');
  expect(evidence.lost).toBeGreaterThan(0);
  expect(evidence).toMatchObject({ faultPoints: evidence.lost });
});

test('an operation that reaches its database another way is inconclusive, and told so', async () => {
  let direct: Pool | undefined;
  const { verdict, reason } = await prove('COMMIT-20', {
    operations: (pool) => ({ addThing: addThingInTwoTransactions((direct ??= pool)) }),
  });
  expect(verdict).toBe('inconclusive');
  expect(reason).toMatch(/^addThing sent no statement through the proxy.*let it reach its database by \{databaseUrl\}/);
});

test.each([
  ['an operation that is none', 'addThings, drop-after at statement 3', /no operation addThings .* there are addThing/],
  ['a fault that is not placed', 'addThing, freeze at statement 3', /places no freeze/],
  ['words that name no point', 'addThing', /"addThing" is no fault point/],
])('a fault point of %s is inconclusive', async (_what, point, message) => {
  const { verdict, reason } = await prove('COMMIT-18', {}, point);
  expect(verdict).toBe('inconclusive');
  expect(reason).toMatch(message);
});

test('a retry that is promised to be safe and is not, is torn', async () => {
  const { reason } = await prove('COMMIT-18', {
    operations: (pool) => ({
      addThing: {
        mutates: true,
        isRepeatable: true,
        prepare: async () => 'a thing',
        call: async () => {
          await pool.query(addedAtOnce);
        },
      },
    }),
  });
  expect(reason).toMatch(
    /torn: addThing, drop-after at statement 1 \(WITH .*\): the retry after a lost acknowledgement/,
  );
});

test('an operation that goes another way each time is inconclusive', async () => {
  let turn = 0;
  const { verdict, reason } = await prove('COMMIT-18', {
    operations: (pool) => ({
      addThing: {
        mutates: true,
        prepare: async () => null,
        call: async () => {
          turn += 1;
          if (turn > 2) await pool.query(`SELECT ${turn} AS "${turn}"`);
          else await pool.query('INSERT INTO things VALUES (gen_random_uuid())');
        },
      },
    }),
  });
  expect(verdict).toBe('inconclusive');
  expect(reason).toMatch(/nondeterministic: addThing, drop-before at statement 1/);
});
