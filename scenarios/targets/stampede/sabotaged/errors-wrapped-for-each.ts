import { DependencyError } from '../../../../src/errors/index.ts';
import { flightsThat } from './flights-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const errorsWrappedForEach = stampedeSaboteur(
  'errors-wrapped-for-each',
  'Every waiter is told an error of its own about the error',
  { 'STAMPEDE-36': /1000 callers of one failure were told 1000 different errors/ },
  {
    parts: ({ flights }) => {
      let waiters = 0;
      return {
        flights: flightsThat(flights, (key, work, caller) => {
          const waiter = (waiters += 1);
          return flights.run(key, work, caller).catch((cause: unknown) => {
            throw new DependencyError(`Waiter ${waiter} was not served`, { cause });
          });
        }),
      };
    },
  },
);
