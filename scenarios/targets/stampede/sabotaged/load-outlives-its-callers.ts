import { flightsThat } from './flights-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const loadOutlivesItsCallers = stampedeSaboteur(
  'load-outlives-its-callers',
  'Nobody counts who still waits: a load goes on for callers who have all gone',
  { 'STAMPEDE-32': /the load of callers who had all gone was not cancelled/ },
  { parts: ({ flights }) => ({ flights: flightsThat(flights, (key, work) => flights.run(key, work)) }) },
);
