import { randomUUID } from 'node:crypto';
import { httpSaboteur } from '../http-saboteur.ts';

const claim = `INSERT INTO idempotency_keys (tenant_id, key, request_hash) VALUES ($1, $2, '')`;

export const writtenBeforeValidated = httpSaboteur(
  'written-before-validated',
  {
    mistake: 'the idempotency key is stored, and then the input is validated',
    caughtBy: [{ scenario: 'VALIDATION-11', message: /invalid input changed a row of idempotency_keys/ }],
  },
  {
    nodes: (right, { database }) => ({
      create: async (context, input, options) => {
        await database.sequelize.query(claim, { bind: [context.tenantId, options?.idempotencyKey ?? randomUUID()] });
        return right.create(context, input, options);
      },
    }),
  },
);
