import { jsonParserThat } from '../json-parser-that.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const prototypeKeySwallowed = httpSaboteur(
  'prototype-key-swallowed',
  {
    mistake: 'the key __proto__ is left out of a body in silence',
    caughtBy: [
      {
        scenario: 'VALIDATION-5',
        message: /POST \/api\/content\/nodes with the key "__proto__" at the top: 201 instead of 400/,
      },
    ],
  },
  { plug: (server) => jsonParserThat(server, (text) => without(JSON.parse(text))) },
);

function without(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(without);
  const kept = Object.entries(value).filter(([key]) => key !== '__proto__');
  return Object.fromEntries(kept.map(([key, inner]) => [key, without(inner)]));
}
