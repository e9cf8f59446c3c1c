import { stampedeSaboteur } from './stampede-saboteur.ts';

export const queryOutlivesItsLoad = stampedeSaboteur(
  'query-outlives-its-load',
  'A load that is cancelled is forgotten in the process, while the server goes on with its query and the pool with its connection',
  { 'STAMPEDE-32': /the server still works at the query of callers who had all gone/ },
  { source: (right) => ({ load: (identifier) => right.load(identifier, new AbortController().signal) }) },
);
