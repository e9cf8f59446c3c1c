import type { UpdateUserInput } from '../../../../../src/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const limitOneTooFar = httpSaboteur(
  'limit-one-too-far',
  {
    mistake: 'an address one above its limit is cut instead of refused',
    caughtBy: [
      {
        scenario: 'VALIDATION-2',
        message: /PATCH \/api\/users\/:id with email an address one above its limit: 200 instead of 400/,
      },
    ],
  },
  {
    users: (right) => ({
      update: (context, id, input, options) => right.update(context, id, { ...input, ...cutEmail(input) }, options),
    }),
  },
);

function cutEmail({ email }: UpdateUserInput): UpdateUserInput {
  return typeof email === 'string' && email.length === 256 ? { email: email.slice(0, 255) } : {};
}
