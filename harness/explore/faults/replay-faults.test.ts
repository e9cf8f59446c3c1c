import { afterAll, beforeAll, expect, it } from 'vitest';
import { exploreFaults, replayFaults } from './explore-faults.ts';
import { printFaultRun } from './print-fault-run.ts';
import { OrdersDatabase, type Work, inTransaction, order, outbox } from './testing/orders-database.ts';

let database: OrdersDatabase;
beforeAll(async () => {
  database = await OrdersDatabase.open();
});
afterAll(() => database[Symbol.asyncDispose]());

const sentBeforeCommit: Work = (pool) =>
  inTransaction(pool, async (client) => {
    await order(client);
    database.sent.push('OrderPlaced');
  });

it('replays exactly one run of a report, and comes to the same end', async () => {
  const report = await exploreFaults(database.operation('hasty', sentBeforeCommit), database.options);
  const [violation] = report.violations;
  if (violation === undefined) throw new Error('nothing was found');
  const again = await report.replay(violation);
  expect(again).toMatchObject({ outcome: 'ghost', faults: violation.faults, text: 'COMMIT', reason: violation.reason });
  expect(again.firings).toHaveLength(1);
});

it('runs under the faults that it is given, two as well as one', async () => {
  const places = [
    { statement: 2, fault: { kind: 'error-before', sqlState: '40001' } },
    { statement: 3, fault: { kind: 'drop-before' } },
  ] as const;
  const persistent: Work = (pool) => outbox(pool).catch(() => outbox(pool));
  const run = await replayFaults(places, database.operation('persistent', persistent), database.options);
  expect(run).toMatchObject({
    faults: places,
    firings: { length: 2 },
    outcome: 'consistent',
    settlement: { kind: 'rejected' },
  });
});

it('is nondeterministic where the operation does not go any more', async () => {
  const beyond = [{ statement: 9, fault: { kind: 'drop-before' } }] as const;
  const run = await replayFaults(beyond, database.operation('outbox', outbox), database.options);
  expect(run).toMatchObject({ outcome: 'nondeterministic', isAllowed: false });
});

it('explores the places that it is told to, and no others', async () => {
  const places = [
    [{ statement: 4, fault: { kind: 'drop-after' } }],
    [{ statement: 1, fault: { kind: 'drop-before' } }],
  ] as const;
  const report = await exploreFaults(database.operation('outbox', outbox), { ...database.options, places });
  expect(report.runs.map(({ faults }) => faults)).toEqual(places);
});

it('chooses the places from what was recorded where it is given a function', async () => {
  const report = await exploreFaults(database.operation('outbox', outbox), {
    ...database.options,
    places: (statements) =>
      statements.flatMap(({ text }, index) =>
        text === 'COMMIT' ? [[{ statement: index + 1, fault: { kind: 'drop-before' } }]] : [],
      ),
  });
  expect(report.runs.map(({ text }) => text)).toEqual(['COMMIT']);
});

it('refuses what such a function has chosen wrongly', async () => {
  const choosing = (chosen: unknown) =>
    exploreFaults(database.operation('outbox', outbox), { ...database.options, places: () => chosen as never });
  await expect(choosing([[{ statement: 0, fault: { kind: 'drop-before' } }]])).rejects.toThrow(
    /What options\.places has chosen.*\n?.*places\[0\]\[0\]\.statement: must be a whole number/,
  );
  await expect(choosing([])).resolves.toMatchObject({ runs: [] });
});

it('is refused without a fault', async () => {
  const replay = replayFaults([], database.operation('outbox', outbox), database.options);
  await expect(replay).rejects.toThrow(/options\.places\[0\]: must not be empty/);
});

it('is printed with the run: what happened, and how to replay it', async () => {
  const faults = [{ statement: 3, fault: { kind: 'drop-after' } }] as const;
  const run = await replayFaults(faults, database.operation('hasty', sentBeforeCommit), database.options);
  expect(printFaultRun(run)).toMatchInlineSnapshot(`
    "ambiguous: committed and published, but the caller saw an error; there is no key to retry with
    drop-after at statement 3 (COMMIT)

      BEGIN  → BEGIN
      INSERT INTO orders VALUES (1)  → INSERT 0 1
    ! COMMIT  → COMMIT

    replayFaults([{"statement":3,"fault":{"kind":"drop-after"}}], …)"
  `);
});
