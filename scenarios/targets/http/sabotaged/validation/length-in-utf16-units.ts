import { ValidationError } from '../../../../../src/errors/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const lengthInUtf16Units = httpSaboteur(
  'length-in-utf16-units',
  {
    mistake: 'the length of a title is counted in units of UTF-16',
    caughtBy: [
      {
        scenario: 'VALIDATION-1',
        message: /with translations\[0\]\.title a text of characters beyond the first plane at its limit: 400/,
      },
    ],
  },
  {
    nodes: (right) => ({
      create: async (context, input, options) => {
        const isLong = (title: unknown) => typeof title === 'string' && title.length > 255;
        if (Array.isArray(input.translations) && input.translations.some(({ title }) => isLong(title))) {
          throw new ValidationError('node', [{ path: 'translations[0].title', message: 'too long' }]);
        }
        return right.create(context, input, options);
      },
    }),
  },
);
