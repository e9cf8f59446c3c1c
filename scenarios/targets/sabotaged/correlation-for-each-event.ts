import { commitSaboteur } from './commit-saboteur.ts';

export const correlationForEachEvent = commitSaboteur(
  'correlation-for-each-event',
  {
    mistake: 'every event starts a correlation of its own, so that nobody can tell what belongs to one operation',
    caughtBy: [
      { scenario: 'COMMIT-16', message: /createPublished: its 2 events carry 2 correlation ids/ },
      { scenario: 'COMMIT-32', message: /POST \/api\/content\/nodes: its 2 events carry 2 correlation ids/ },
    ],
  },
  { parts: (right) => ({ encode: (envelope) => right.encode({ ...envelope, correlationId: envelope.id }) }) },
);
