import { ValidationError } from '../../../../../src/errors/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const firstFailingFieldOnly = httpSaboteur(
  'first-failing-field-only',
  {
    mistake: 'validation stops at the first failing field',
    caughtBy: [{ scenario: 'VALIDATION-3', message: /POST \/api\/users does not name role, status/ }],
  },
  {
    users: (right) => ({
      create: async (context, input, options) => {
        try {
          return await right.create(context, input, options);
        } catch (error) {
          throw error instanceof ValidationError ? new ValidationError('user', error.fields.slice(0, 1)) : error;
        }
      },
    }),
  },
);
