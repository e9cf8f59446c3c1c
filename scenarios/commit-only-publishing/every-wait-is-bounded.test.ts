import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { expect, test } from 'vitest';
import type { JsonValue, Operation } from '../contract/index.ts';
import { runScenario } from '../runner/index.ts';
import { toyTarget } from '../testing/toy-target.ts';
import { everyWaitIsBounded } from './every-wait-is-bounded.ts';

const write = `WITH thing AS (INSERT INTO things VALUES ($1) RETURNING id)
  INSERT INTO outbox (envelope) SELECT jsonb_build_object('id', id) FROM thing`;

/** Adds a thing in one statement, which the server gives up after a while; `tell` is what its caller is told. */
async function verdictOn(tell: (writing: Promise<unknown>) => Promise<unknown>) {
  const operations = (pool: Pool): Record<string, Operation> => ({
    addThing: {
      mutates: true,
      prepare: async () => randomUUID(),
      call: async (id: JsonValue) => {
        const client = await pool.connect();
        client.on('error', () => undefined);
        const writing = client.query('SET statement_timeout = 600').then(() => client.query(write, [id]));
        const release = () => client.release(true);
        writing.then(release, release);
        await tell(writing);
      },
    },
  });
  const target = toyTarget({ operations, capabilities: ['real-commit', 'concurrency'] });
  const { verdict, reason } = await runScenario(target, everyWaitIsBounded);
  return { verdict, reason };
}

const untrue = (obstacle: string) => `lost: ${obstacle}: addThing: the caller was told success, nothing was committed`;

test('a caller who is told of the error, or of success when it is one, has been told the truth', async () => {
  expect(await verdictOn((writing) => writing)).toEqual({ verdict: 'passed', reason: undefined });
});

test('a caller who is told success when the server has given up has been told what is not true', async () => {
  expect(await verdictOn((writing) => writing.catch(() => undefined))).toEqual({
    verdict: 'failed',
    reason: `${untrue('tables locked')}\n${untrue('held at COMMIT')}`,
  });
});

test('so has one who is told success before COMMIT has answered, though it might have become true', async () => {
  // A service that waits so long for its COMMIT and no longer; the obstacle stands until it has answered.
  const patient = (writing: Promise<unknown>) =>
    Promise.race([writing, new Promise((resolve) => setTimeout(resolve, 200))]);
  expect(await verdictOn(patient)).toEqual({
    verdict: 'failed',
    reason: `${untrue('tables locked')}\n${untrue('held at COMMIT')}`,
  });
});
