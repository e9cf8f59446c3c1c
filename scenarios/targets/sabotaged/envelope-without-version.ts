import { commitSaboteur } from './commit-saboteur.ts';

export const envelopeWithoutVersion = commitSaboteur(
  'envelope-without-version',
  {
    mistake: 'envelopes are published without the version of their schema',
    caughtBy: [{ scenario: 'COMMIT-16', message: /create: the envelope of node\.created has no schema_version/ }],
  },
  {
    parts: (right) => ({
      encode: (envelope) => {
        const { schema_version: _forgotten, ...wire } = right.encode(envelope);
        return wire;
      },
    }),
  },
);
