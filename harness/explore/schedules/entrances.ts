import {
  type Action,
  type ConnectionRecord,
  type WireProxy,
  type WireStatement,
  startProxy,
} from '../../wire/index.ts';
import { watchSetup } from '../connection-setup.ts';

/** Follows what passes; `operation` is the index of the operation whose endpoint it was, undefined where they share one. */
export interface EntranceListener {
  /** Not called for the set-up of a connection; undefined lets the statement pass unseen. */
  arrived(statement: WireStatement, proxy: WireProxy, operation: number | undefined): Promise<Action> | undefined;
  ended(statement: WireStatement): void;
  closed(connection: ConnectionRecord): void;
}

/** The endpoints through which the operations reach the server. */
export interface Entrances extends AsyncDisposable {
  urlOf(operation: number): string;
  /** Whoever listens decides; while nobody does, everything passes. */
  listener: EntranceListener | undefined;
  /** The connections that have not said anything yet, whose operation is known. */
  silent(): readonly string[];
  /** Lets go of what is remembered of closed connections. */
  forget(): void;
}

/** An endpoint for each operation: what comes through it is the operation's. */
export async function openEntrances(count: number, url: string): Promise<Entrances> {
  const proxies: WireProxy[] = [];
  const close = async () => void (await Promise.all(proxies.map((proxy) => proxy[Symbol.asyncDispose]())));
  try {
    for (let index = 0; index < count; index += 1)
      proxies.push(await startProxy({ upstream: url, keepStatements: 100 }));
  } catch (error) {
    await close();
    throw error;
  }
  const entrances: Entrances = {
    urlOf: (operation) => proxies[operation]?.urlFor(url) ?? url,
    listener: undefined,
    silent: () =>
      proxies.flatMap((proxy, operation) =>
        proxy.connections
          .filter((connection) => connection.isOpen && connection.statements === 0)
          .map((connection) => `${operation}/${connection.id}`),
      ),
    forget: () => {
      for (const proxy of proxies) void proxy.reset();
    },
    [Symbol.asyncDispose]: close,
  };
  for (const [operation, proxy] of proxies.entries()) listen(entrances, proxy, operation);
  return entrances;
}

/** One endpoint for all of them, which the caller owns: the operations reach it through a process of their own. */
export function shareEntrance(proxy: WireProxy, url: string): Entrances {
  const entrances: Entrances = {
    urlOf: () => proxy.urlFor(url),
    listener: undefined,
    silent: () => [],
    // What the proxy remembers is its owner's.
    forget: () => undefined,
    [Symbol.asyncDispose]: () => {
      stop();
      return Promise.resolve();
    },
  };
  const stop = listen(entrances, proxy, undefined);
  return entrances;
}

function listen(entrances: Entrances, proxy: WireProxy, operation: number | undefined): () => void {
  const setup = watchSetup(proxy);
  const stops = [
    setup.stop,
    proxy.intercept((statement) =>
      setup.includes(statement) ? undefined : entrances.listener?.arrived(statement, proxy, operation),
    ),
    proxy.observe({
      statementEnded: (statement) => entrances.listener?.ended(statement),
      connectionClosed: (connection) => entrances.listener?.closed(connection),
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
