import { commitSaboteur } from './commit-saboteur.ts';
import { holdingBack } from './holding-back.ts';

export const publishedWhateverHappens = commitSaboteur(
  'published-whatever-happens',
  {
    mistake: 'the events go out in a `finally`',
    caughtBy: [
      {
        scenario: 'COMMIT-2',
        message: /ghost: throws after the event row: the event of \S+ was published, though rolled back/,
      },
      { scenario: 'COMMIT-7', message: /ghost: create, backend terminated at COMMIT.*published node\.created/ },
    ],
  },
  {
    parts: (right, { capture }) =>
      holdingBack(right, async (call, held) => {
        try {
          return await call();
        } finally {
          for (const envelope of held) await capture.deliver(envelope);
        }
      }),
  },
);
