import { expect, it } from 'vitest';
import { WireStatement } from '../../wire/statement.ts';
import { Contender } from './contender.ts';
import { whyElsewhere } from './same-position.ts';

it('tells an operation that is yet to start from one that has finished, though neither has a statement to send', async () => {
  const alice = new Contender('alice');
  const where = await whyElsewhere([alice], [{ kind: 'finished', text: null }]);
  expect(where).toBe('alice was finished, and is unstarted now');
});

it('tells a statement that waits for its turn from the same one that waits for a lock', async () => {
  const alice = new Contender('alice');
  alice.isStarted = true;
  const place = { connection: 1, ordinal: 1, sequence: 1, transaction: 1, inTransaction: false, backendPid: null };
  alice.hold(new WireStatement(place, { text: 'SELECT 1', truncated: false }), () => undefined);
  const where = await whyElsewhere([alice], [{ kind: 'blocked', text: 'SELECT 1' }]);
  expect(where).toBe('alice was blocked (SELECT 1), and is ready (SELECT 1) now');
});

it('says nothing of operations that stand where they stood', async () => {
  const alice = new Contender('alice');
  expect(await whyElsewhere([alice], [alice.stance])).toBeUndefined();
});
