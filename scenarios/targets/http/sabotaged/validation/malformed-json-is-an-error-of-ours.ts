import { jsonParserThat } from '../json-parser-that.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const malformedJsonIsAnErrorOfOurs = httpSaboteur(
  'malformed-json-is-an-error-of-ours',
  {
    mistake: 'the error of JSON.parse is thrown on as it is',
    caughtBy: [
      {
        scenario: 'VALIDATION-6',
        message: /POST \/api\/content\/nodes with a body of an open object: 500 instead of 400/,
      },
    ],
  },
  { plug: (server) => jsonParserThat(server, (text) => JSON.parse(text) as unknown) },
);
