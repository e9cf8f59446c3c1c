import { stampedeSaboteur } from './stampede-saboteur.ts';

export const lostAnswerIsAbsence = stampedeSaboteur(
  'lost-answer-is-absence',
  'A query whose connection was lost counts as one that found nothing',
  {
    'STAMPEDE-20': /1000 callers: told 404 × 1000 instead of 503/,
    'STAMPEDE-21': /1000 callers: told 404 × 1000 instead of 503/,
  },
  {
    parts: ({ loader }) => ({
      loader: { load: (identifier, signal) => loader.load(identifier, signal).catch(() => null) },
    }),
  },
);
