import { ForbiddenError } from '../../../../../src/errors/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const denialNamesNothing = httpSaboteur(
  'denial-names-nothing',
  {
    mistake: 'whoever is denied is not told which permission is missing',
    caughtBy: [
      { scenario: 'ACCESS-3', message: /GET \/api\/tenants: 403, and "Forbidden" does not name tenants:list/ },
    ],
  },
  {
    checks: (right) => ({
      checkPermission: (context, anyOf) => {
        try {
          right.checkPermission(context, anyOf);
        } catch (cause) {
          throw new ForbiddenError('Forbidden', { cause });
        }
      },
    }),
  },
);
