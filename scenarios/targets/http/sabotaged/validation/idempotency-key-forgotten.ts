import { httpSaboteur } from '../http-saboteur.ts';

export const idempotencyKeyForgotten = httpSaboteur(
  'idempotency-key-forgotten',
  {
    mistake: 'the idempotency key never reaches the service',
    caughtBy: [
      { scenario: 'VALIDATION-12', message: /a key of one character: the same request again is answered 409/ },
    ],
  },
  {
    nodes: (right) => ({
      create: (context, input, options) => {
        const { idempotencyKey: _forgotten, ...others } = options ?? {};
        return right.create(context, input, others);
      },
    }),
  },
);
