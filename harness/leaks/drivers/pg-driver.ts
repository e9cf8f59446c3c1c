import { type CallSite, callSite } from '../call-site.ts';
import { noteCheckout, noteReturn } from '../checkouts.ts';
import { type PgClient, noteConnection, noteQuery } from '../client-queries.ts';
import { isWatched } from '../watched.ts';
import { type Method, prototypeOf, wrapMethod } from '../../drivers/index.ts';

/** Remembers when each client of this copy of pg connects, and who sends what on it. */
export function noteClientsOf(driver: unknown): void {
  wrapMethod(prototypeOf(driver, 'Client'), 'connect', (original) => {
    return function connect(this: object, ...args: unknown[]) {
      if (isWatched()) noteConnection(this as PgClient);
      return original.apply(this, args);
    };
  });
  wrapMethod(prototypeOf(driver, 'Client'), 'query', (original) => {
    return function query(this: object, ...args: unknown[]) {
      if (isWatched()) noteQuery(this as PgClient, args[0], callSite(query));
      return original.apply(this, args);
    };
  });
}

/** Remembers who took a connection out of each pool of this copy of pg. */
export function notePgPoolsOf(driver: unknown): void {
  wrapMethod(prototypeOf(driver, 'Pool'), 'connect', (original) => {
    return function connect(this: object, ...args: unknown[]) {
      if (!isWatched()) return original.apply(this, args);
      followReturns(this as Emitter);
      const site = callSite(connect);
      const [callback] = args;
      return typeof callback === 'function'
        ? original.call(this, noting(callback as Method, site))
        : (original.apply(this, args) as Promise<object>).then((client) => {
            noteCheckout(client, site);
            return client;
          });
    };
  });
}

interface Emitter {
  on(event: 'release' | 'remove', listener: (...args: unknown[]) => void): void;
}

const followed = new WeakSet<Emitter>();

function followReturns(pool: Emitter): void {
  if (followed.has(pool)) return;
  followed.add(pool);
  pool.on('release', (_error, client) => noteReturn(client as object));
  pool.on('remove', (client) => noteReturn(client as object));
}

function noting(callback: Method, site: CallSite): Method {
  return function connected(this: object, ...results: unknown[]) {
    const [error, client] = results;
    if (!error && typeof client === 'object' && client !== null) noteCheckout(client, site);
    return callback.apply(this, results);
  };
}
