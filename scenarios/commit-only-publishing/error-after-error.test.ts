import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { expect, test } from 'vitest';
import type { JsonValue } from '../contract/index.ts';
import { runScenario } from '../runner/index.ts';
import { toyTarget } from '../testing/toy-target.ts';
import { errorAfterError } from './error-after-error.ts';

/** Adds a thing and its event in one statement. */
const write = `WITH thing AS (INSERT INTO things VALUES ($1) RETURNING id)
  INSERT INTO outbox (envelope) SELECT jsonb_build_object('id', id) FROM thing`;

async function verdictOn(call: (pool: Pool, id: JsonValue) => Promise<unknown>, onDispose?: () => void) {
  const target = toyTarget({
    operations: (pool) => ({
      addThing: { mutates: true, prepare: async () => randomUUID(), call: (id) => call(pool, id) },
    }),
    ...(onDispose === undefined ? {} : { onDispose }),
  });
  const { verdict, reason, evidence } = await runScenario(target, errorAfterError);
  return { verdict, reason, faultPoints: evidence.faultPoints };
}

test('a service that gives its connection back after each of 32 errors passes', async () => {
  expect(await verdictOn((pool, id) => pool.query(write, [id]))).toEqual({
    verdict: 'passed',
    reason: undefined,
    faultPoints: 32,
  });
});

test('a service that keeps a connection at each error is stuck when its pool is empty', async () => {
  const kept: PoolClient[] = [];
  const leaky = async (pool: Pool, id: JsonValue) => {
    const client = await pool.connect();
    kept.push(client);
    await client.query(write, [id]);
    kept.pop();
    client.release();
  };
  expect(await verdictOn(leaky, () => kept.forEach((client) => client.release()))).toEqual({
    verdict: 'failed',
    reason: 'stuck: addThing, raising trigger before INSERT on public.things, after 10 errors: unsettled after 4000 ms',
    faultPoints: 10,
  });
});

test('so is one that fails by itself from then on, with the obstacle gone', async () => {
  let slots = 3;
  const leaky = async (pool: Pool, id: JsonValue) => {
    if (slots === 0) throw new Error('no connection is free');
    slots -= 1;
    await pool.query(write, [id]);
    slots += 1;
  };
  expect(await verdictOn(leaky)).toEqual({
    verdict: 'failed',
    reason: 'stuck: addThing, undisturbed after 3 errors: failed: Error: no connection is free',
    faultPoints: 3,
  });
});

test('a caller who is told success of a refused call has been told what is not true', async () => {
  expect(await verdictOn((pool, id) => pool.query(write, [id]).catch(() => undefined))).toMatchObject({
    verdict: 'failed',
    reason:
      'lost: addThing, raising trigger before INSERT on public.things: the caller was told success, nothing was committed',
  });
});

test('so have callers who see an error when something else was committed for them', async () => {
  const torn = async (pool: Pool, id: JsonValue) => {
    try {
      await pool.query(write, [id]);
    } catch (error) {
      await pool.query('UPDATE things SET id = gen_random_uuid()');
      throw error;
    }
  };
  expect(await verdictOn(torn)).toMatchObject({
    verdict: 'failed',
    reason:
      'torn: addThing, raising trigger before INSERT on public.things: the caller saw an error, yet state was committed',
  });
});

test('an operation that does without the refused write is inconclusive', async () => {
  let insert = 'INSERT INTO things VALUES ($1) RETURNING id';
  const fickle = async (pool: Pool, id: JsonValue) => {
    await pool.query(write.replace('INSERT INTO things VALUES ($1) RETURNING id', insert), [id]);
    insert = 'UPDATE things SET id = $1 RETURNING id';
  };
  expect(await verdictOn(fickle)).toMatchObject({
    verdict: 'inconclusive',
    reason: 'the refused write never failed a call of addThing',
  });
});
