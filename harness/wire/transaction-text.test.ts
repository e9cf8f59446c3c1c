import { expect, it } from 'vitest';
import { commitsTransaction, endsTransaction } from './transaction-text.ts';

it.each(['COMMIT', 'commit;', ' -- why\n/* not */ END', 'COMMIT AND CHAIN', "prepare transaction 'x'", 'END WORK'])(
  'takes %j for the end of a transaction that commits',
  (text) => expect([endsTransaction(text), commitsTransaction(text)]).toEqual([true, true]),
);

it.each(['ROLLBACK', 'ABORT', 'rollback work'])('takes %j for an end that does not commit', (text) =>
  expect([endsTransaction(text), commitsTransaction(text)]).toEqual([true, false]),
);

it.each([
  'ROLLBACK TO SAVEPOINT a',
  'ROLLBACK WORK TO a',
  "COMMIT PREPARED 'x'",
  'SELECT 1 -- COMMIT',
  'committed()',
  '',
])('does not take %j for an end', (text) =>
  expect([endsTransaction(text), commitsTransaction(text)]).toEqual([false, false]),
);
