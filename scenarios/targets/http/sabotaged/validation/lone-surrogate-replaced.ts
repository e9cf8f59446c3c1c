import { httpSaboteur } from '../http-saboteur.ts';

export const loneSurrogateReplaced = httpSaboteur(
  'lone-surrogate-replaced',
  {
    mistake: 'half a character in a name becomes a question mark',
    caughtBy: [
      {
        scenario: 'VALIDATION-4',
        message: /POST \/api\/tenants with name holding a lone high surrogate: 201 instead of 400/,
      },
    ],
  },
  {
    tenants: (right) => ({
      create: (context, input, options) =>
        right.create(
          context,
          typeof input.name === 'string' ? { ...input, name: input.name.toWellFormed() } : input,
          options,
        ),
    }),
  },
);
