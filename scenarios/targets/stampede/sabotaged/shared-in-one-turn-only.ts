import { flightsThat } from './flights-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const sharedInOneTurnOnly = stampedeSaboteur(
  'shared-in-one-turn-only',
  'Callers are batched by turns of the event loop; whoever comes in a later one begins a load of its own',
  { 'STAMPEDE-19': /500 callers and 500 more: 2 tenant queries instead of 1/ },
  {
    parts: ({ flights }) => ({
      flights: flightsThat(flights, (key, work, caller) => {
        const isFirst = !flights.has(key);
        const shared = flights.run(key, work, caller);
        if (isFirst) setImmediate(() => flights.forget(key));
        return shared;
      }),
    }),
  },
);
