import { setTimeout as pause } from 'node:timers/promises';
import { flightsThat } from './flights-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

const pauseMs = 1_000;

export const waitersToldWithAPause = stampedeSaboteur(
  'waiters-told-with-a-pause',
  'A waiter backs off before it passes the error on, as if it were to try again',
  { 'STAMPEDE-47': /only 1 of 1000 callers of one failure had been told when another one, begun after it, had ended/ },
  {
    parts: ({ flights }) => ({
      flights: flightsThat(flights, async (key, work, caller) => {
        const isWaiter = flights.has(key);
        try {
          return await flights.run(key, work, caller);
        } catch (error) {
          if (isWaiter) await pause(pauseMs);
          throw error;
        }
      }),
    }),
  },
);
