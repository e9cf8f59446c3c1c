import { expect, test } from 'vitest';
import type { Capability } from '../contract/index.ts';
import { runScenarios } from '../runner/index.ts';
import { type Toy, addThingAnsweringFirst, addThingInTwoTransactions, toyTarget } from '../testing/toy-target.ts';
import { commitOnlyPublishing } from './suite.ts';

const capabilities: Capability[] = ['real-commit', 'concurrency'];

async function verdicts(toy: Toy) {
  const report = await runScenarios(toyTarget({ ...toy, capabilities }), commitOnlyPublishing.scenarios);
  return Object.fromEntries(
    report.scenarios.map(({ id, verdict, reason }) => [id, reason === undefined ? verdict : `${verdict}: ${reason}`]),
  );
}

test('proves a service of two tables that knows nothing of the domain', async () => {
  const found = await verdicts({});
  const judged = Object.entries(found).filter(([, verdict]) => !verdict.startsWith('skipped'));
  expect(judged).toEqual(['1', '3', '4', '7', '8', '10', '14', '35'].map((number) => [`COMMIT-${number}`, 'passed']));
});

test('catches state and event in a transaction each', async () => {
  const found = await verdicts({
    subject: ({ pool }) => ({ operations: { addThing: addThingInTwoTransactions(pool) } }),
  });
  expect(found['COMMIT-8']).toMatch(
    /failed: lost: addThing, raising trigger before INSERT on public\.outbox: state was committed, no event was published/,
  );
});

test('catches an answer that is given before COMMIT', async () => {
  const target = toyTarget({
    capabilities,
    subject: ({ pool }) => ({ operations: { addThing: addThingAnsweringFirst(pool) } }),
  });
  const { scenarios } = await runScenarios(
    target,
    commitOnlyPublishing.scenarios.filter(({ id }) => id === 'COMMIT-3'),
  );
  expect(scenarios).toMatchObject([
    {
      verdict: 'failed',
      reason: 'lost: addThing: the caller was told that it was done before it was committed',
    },
  ]);
});

test('looks at no further operation once it has seen enough violations', async () => {
  const target = toyTarget({
    capabilities,
    subject: ({ pool }) => ({
      operations: { addThing: addThingInTwoTransactions(pool), addOther: addThingInTwoTransactions(pool) },
    }),
  });
  const refused = commitOnlyPublishing.scenarios.filter(({ id }) => id === 'COMMIT-8');
  const lost = async (enough: number) =>
    (await runScenarios(target, refused, { enough })).scenarios.map(({ evidence }) => evidence.lost);
  expect(await lost(1)).toEqual([4]);
  expect(await lost(Number.MAX_SAFE_INTEGER)).toEqual([8]);
});

test('is inconclusive about a service that changes nothing', async () => {
  const found = await verdicts({ subject: () => ({ operations: {} }) });
  expect(found['COMMIT-3']).toBe('inconclusive: the subject has no operation that changes state');
});

const refusing = { mutates: true, prepare: async () => null, call: () => Promise.reject(new Error('not understood')) };

test('is inconclusive about an operation that fails before any fault: it may be asked wrongly', async () => {
  const found = await verdicts({ subject: () => ({ operations: { refusing } }) });
  for (const id of ['COMMIT-1', 'COMMIT-3', 'COMMIT-8', 'COMMIT-10', 'COMMIT-14'])
    expect(found[id]).toBe('inconclusive: refusing failed with no fault placed: Error: not understood');
});

test('catches an operation that fails after another one was broken', async () => {
  const found = await verdicts({ subject: ({ operations }) => ({ operations: { ...operations, refusing } }) });
  expect(found['COMMIT-3']).toBe('failed: refusing failed with no fault placed: Error: not understood');
});
