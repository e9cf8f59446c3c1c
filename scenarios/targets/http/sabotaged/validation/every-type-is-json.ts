import { jsonParserThat } from '../json-parser-that.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const everyTypeIsJson = httpSaboteur(
  'every-type-is-json',
  {
    mistake: 'a body is read as JSON, whatever it says that it is',
    caughtBy: [
      { scenario: 'VALIDATION-6', message: /POST \/api\/content\/nodes as text\/plain: 201 instead of 400 or 415/ },
    ],
  },
  { plug: (server) => jsonParserThat(server, (text) => JSON.parse(text) as unknown, 'text/plain') },
);
