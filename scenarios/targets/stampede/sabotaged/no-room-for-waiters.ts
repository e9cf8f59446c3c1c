import { flightsThat } from './flights-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

const room = 1024;

export const noRoomForWaiters = stampedeSaboteur(
  'no-room-for-waiters',
  'A load takes 1024 waiters; the next begins another one',
  { 'STAMPEDE-35': /10000 callers: 10 tenant queries instead of 1/ },
  {
    parts: ({ flights }) => {
      let waiters = 0;
      return {
        flights: flightsThat(flights, (key, work, caller) => {
          waiters = flights.has(key) ? waiters + 1 : 1;
          if (waiters > room) {
            flights.forget(key);
            waiters = 1;
          }
          return flights.run(key, work, caller);
        }),
      };
    },
  },
);
