import { ValidationError } from '../../../../../src/errors/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const limitItselfRefused = httpSaboteur(
  'limit-itself-refused',
  {
    mistake: 'a position must be below its limit, when it may be the limit',
    caughtBy: [
      { scenario: 'VALIDATION-1', message: /POST \/api\/content\/nodes with position its limit: 400 instead of 201/ },
    ],
  },
  {
    nodes: (right) => ({
      create: async (context, input, options) => {
        if (input.position === 100_000) throw new ValidationError('node', [{ path: 'position', message: 'too large' }]);
        return right.create(context, input, options);
      },
    }),
  },
);
