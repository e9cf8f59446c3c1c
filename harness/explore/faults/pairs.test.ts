import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exploreFaults, replayFaults } from './explore-faults.ts';
import type { OpenOperation } from './explored-operation.ts';
import type { PlacedFault } from './fault-run.ts';
import { OrdersDatabase, type Work, inTransaction, outbox } from './testing/orders-database.ts';

let database: OrdersDatabase;
beforeAll(async () => {
  database = await OrdersDatabase.open();
});
afterAll(() => database[Symbol.asyncDispose]());

const persistent: Work = (pool) => outbox(pool).catch(() => outbox(pool));
const lookUp: Work = (pool) => inTransaction(pool, (client) => client.query('SELECT id FROM orders'));
const refused = { kind: 'error-before', sqlState: '40001' } as const;

const under = (places: readonly PlacedFault[], work: Work, retry?: OpenOperation['retry']) =>
  replayFaults(
    places,
    database.operation('under two faults', work, () => (retry === undefined ? {} : { retry })),
    database.options,
  );

describe('a second attempt whose COMMIT is executed and its acknowledgement lost', () => {
  const places = [
    { statement: 2, fault: refused },
    { statement: 6, fault: { kind: 'drop-after' } },
  ] as const;

  it('is as ambiguous as a first one, and allowed', async () => {
    const run = await under(places, persistent, () => Promise.resolve());
    expect(run).toMatchObject({ outcome: 'ambiguous', atCommit: true, isAllowed: true });
  });

  it('is held against an operation whose retry does it twice', async () => {
    const again = () => database.direct.query('INSERT INTO orders VALUES (2)');
    expect(await under(places, persistent, again)).toMatchObject({ outcome: 'torn', isAllowed: false });
  });
});

it('a COMMIT stays in doubt when the question after it fails', async () => {
  const asking: Work = async (pool) => {
    try {
      await outbox(pool);
    } catch (error) {
      await lookUp(pool);
      throw error;
    }
  };
  const places = [
    { statement: 4, fault: { kind: 'drop-after' } },
    { statement: 6, fault: refused },
  ] as const;
  expect(await under(places, asking)).toMatchObject({ outcome: 'ambiguous', atCommit: true, isAllowed: true });
});

it('a COMMIT that was refused is no excuse for what fails after a later one', async () => {
  const places = [
    { statement: 4, fault: refused },
    { statement: 10, fault: refused },
  ] as const;
  const run = await under(places, async (pool) => {
    await persistent(pool);
    await lookUp(pool);
  });
  expect(run).toMatchObject({ outcome: 'ambiguous', atCommit: false, isAllowed: false });
});

describe('an operation that recovers another way each time', () => {
  const fickle = (): Work => {
    let recoveries = 0;
    return (pool) =>
      outbox(pool).catch(() => {
        recoveries += 1;
        return pool.query(recoveries % 2 === 1 ? 'SELECT id FROM orders' : 'SELECT event FROM outbox');
      });
  };

  it('is nondeterministic at the second fault', async () => {
    const report = await exploreFaults(database.operation('fickle', fickle()), {
      ...database.options,
      faults: [refused],
      pairs: { count: 1, seed: 1, firsts: 1 },
    });
    const [pair] = report.runs.filter((run) => run.faults.length === 2);
    expect(pair).toMatchObject({ outcome: 'nondeterministic', isAllowed: false });
    expect(pair?.reason).toMatch(/^statement \d was SELECT event FROM outbox and before SELECT id FROM orders$/);
  });

  it('is so too when the pair is asked for alone', async () => {
    const places = [
      { statement: 2, fault: refused },
      { statement: 3, fault: refused },
    ];
    expect(await under(places, fickle())).toMatchObject({ outcome: 'nondeterministic', isAllowed: false });
  });
});

it('faults that do not follow each other are refused', async () => {
  const places = [
    { statement: 3, fault: refused },
    { statement: 3, fault: refused },
  ];
  await expect(under(places, persistent)).rejects.toThrow(
    /options\.places\[0\]: must be in the order of their statements/,
  );
});
