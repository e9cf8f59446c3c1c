import { addThingInTwoTransactions, toyTarget } from '../../scenarios/testing/toy-target.ts';

export const target = toyTarget({
  name: 'wrong',
  subject: ({ pool }) => ({
    operations: { addThing: addThingInTwoTransactions(pool), addOther: addThingInTwoTransactions(pool) },
  }),
});
