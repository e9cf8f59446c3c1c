import { commitSaboteur } from './commit-saboteur.ts';
import { transportThat } from './transport-that.ts';

export const publishedTwoSecondsLater = commitSaboteur(
  'published-two-seconds-later',
  {
    mistake: 'the event is put off by two seconds and goes out whatever became of its transaction',
    caughtBy: [
      {
        scenario: 'COMMIT-17',
        message: /ghost: create, error-before at statement \d+ \(COMMIT\): published, though nothing was committed/,
      },
    ],
  },
  {
    parts: (right, { capture }) => ({
      transport: transportThat(right.transport, async (_transaction, envelope) => {
        capture.putOff(2_000, () => capture.deliver(envelope));
      }),
    }),
  },
);
