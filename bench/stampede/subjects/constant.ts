import type { Subject } from './subject.ts';

/** What awaiting costs by itself: every look-up finds the tenant that was there at first. */
export const constant: Subject = {
  name: 'constant',
  about: 'the same promise for everybody: what awaiting costs by itself',
  open: async ({ loader }) => {
    let first: ReturnType<typeof loader.load> | undefined;
    return {
      get: (identifier) => (first ??= loader.load(identifier, new AbortController().signal)),
      drop: () => undefined,
    };
  },
};
