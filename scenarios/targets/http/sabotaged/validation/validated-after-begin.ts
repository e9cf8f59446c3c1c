import { inTransaction } from '../../../../../src/database/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const validatedAfterBegin = httpSaboteur(
  'validated-after-begin',
  {
    mistake: 'a transaction is begun, and then the input is validated',
    caughtBy: [{ scenario: 'VALIDATION-10', message: /\d+ invalid requests began [1-9]\d* transactions/ }],
  },
  {
    users: (right, { database }) => ({
      create: (context, input, options) => inTransaction(database, () => right.create(context, input, options)),
    }),
  },
);
