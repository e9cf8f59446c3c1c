import { commitSaboteur } from './commit-saboteur.ts';

export const secondFailureSwallowed = commitSaboteur(
  'second-failure-swallowed',
  {
    mistake: "an operation that failed is tried once more, and the error of the second attempt is nobody's",
    caughtBy: [
      {
        scenario: 'COMMIT-20',
        message: /lost: \w+, [\w-]+ at statement \d+ \(.*\), then [\w-]+ at statement \d+ \(.*\): the caller was told/,
      },
    ],
  },
  {
    parts: () => ({
      callOperation: async <T>(call: () => Promise<T>): Promise<T> => {
        try {
          return await call();
        } catch {
          return call().catch(() => undefined as T);
        }
      },
    }),
  },
);
