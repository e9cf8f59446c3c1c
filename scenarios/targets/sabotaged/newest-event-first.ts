import { commitSaboteur } from './commit-saboteur.ts';
import { relayNaively } from './naive-relay.ts';

export const newestEventFirst = commitSaboteur(
  'newest-event-first',
  {
    mistake: 'the relay takes the newest row first',
    caughtBy: [
      { scenario: 'COMMIT-12', message: /disorder: event 120 of 120 arrived in place 1/ },
      {
        scenario: 'COMMIT-10',
        message: /disorder: createPublished: published in the order node\.published, node\.created/,
      },
    ],
  },
  {
    parts: (_right, foundation) => ({
      relay: () => relayNaively(foundation, 'created_at DESC, id DESC', ({ payload }) => payload),
    }),
  },
);
