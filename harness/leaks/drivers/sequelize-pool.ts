import { callSite } from '../call-site.ts';
import { noteCheckout, noteReturn } from '../checkouts.ts';
import { isWatched } from '../watched.ts';
import { prototypeOf, wrapMethod } from '../../drivers/index.ts';

/** Remembers who took a connection out of each of Sequelize's pools. */
export function noteSequelizePoolsOf(module: unknown): void {
  const prototype = prototypeOf(module, 'Pool');
  wrapMethod(prototype, 'acquire', (original) => {
    return function acquire(this: object, ...args: unknown[]) {
      const acquiring = original.apply(this, args) as Promise<object>;
      if (!isWatched()) return acquiring;
      const site = callSite(acquire);
      return acquiring.then((connection) => {
        noteCheckout(connection, site);
        return connection;
      });
    };
  });
  for (const name of ['release', 'destroy']) {
    wrapMethod(prototype, name, (original) => {
      return function giveBack(this: object, ...args: unknown[]) {
        noteReturn(args[0] as object);
        return original.apply(this, args);
      };
    });
  }
}
