import { expect, test } from 'vitest';
import { inputValidation } from './suite.ts';

test('an id keeps its meaning for ever', () => {
  expect(inputValidation.scenarios.map(({ id, title }) => `${id} ${title}`)).toMatchInlineSnapshot(`
    [
      "VALIDATION-1 MUST take every field at and below its limits, and return it unchanged",
      "VALIDATION-2 MUST refuse every field beyond its limits, and name it",
      "VALIDATION-3 MUST name every failing field at once",
      "VALIDATION-4 MUST refuse NUL and lone surrogates in every text, and name the field",
      "VALIDATION-5 MUST refuse keys that reach for a prototype, and keep "constructor" a key like others",
      "VALIDATION-6 MUST refuse a body that is no JSON object, too long, or too deep",
      "VALIDATION-7 MUST refuse unknown routes, and ids and tenants that are none",
      "VALIDATION-8 MUST write to a node only with the If-Match of its version",
      "VALIDATION-9 MUST hold the queries of lists to their limits",
      "VALIDATION-10 MUST refuse invalid input before BEGIN",
      "VALIDATION-11 MUST write no row and publish no event for input that it refuses",
      "VALIDATION-12 MUST create once for one idempotency key, of at most 255 characters",
      "VALIDATION-13 MUST refuse over a socket as in process, whatever is sent",
    ]
  `);
});

test('every scenario is caught failing by at least one saboteur', async () => {
  const saboteurs = await inputValidation.saboteurs();
  const covered = new Set(saboteurs.flatMap(({ caughtBy }) => caughtBy.map(({ scenario }) => scenario)));
  expect(inputValidation.scenarios.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
});
