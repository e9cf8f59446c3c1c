import { setTimeout as pause } from 'node:timers/promises';
import { adminQueryOf, databaseOf } from './admin-sessions.ts';
import { type Beginning, beginningNow } from './beginning.ts';
import { heldConnections } from './checkouts.ts';
import { noteDriverCalls } from './drivers/note-driver-calls.ts';
import type { Leak } from './leak.ts';
import { nextMoment } from './moments.ts';
import { undeliveredOutbox } from './outbox.ts';
import { runningPublishes, startNotingPublishes, stopNotingPublishes } from './publishes.ts';
import { heldResources, sharedResources, startNotingResources, stopNotingResources } from './resources.ts';
import { type SessionLeak, leftByClients, leftOnServer, unanswered } from './sessions.ts';
import { closeWatch, openWatch } from './watched.ts';

/** The database that a test works on. */
export interface WatchedDatabase {
  readonly adminUrl: string;
  /** Without `concurrency` the server is not asked: a transaction left open would keep it from answering. */
  readonly capabilities?: ReadonlySet<string> | undefined;
  /** In the tier `rollback` a transaction is open by design: those that the test begins are told by its clients. */
  readonly tier?: string | undefined;
}

/** What is watched beside the rest. */
export interface WatchOptions {
  /** Also names the envelopes in the outbox that were not delivered. */
  readonly undeliveredOutbox?: boolean | undefined;
}

/** A watch over one test; dispose of it when the test is over. */
export interface LeakWatch extends Disposable {
  /** What the test has left behind, to be asked after its body and before its database is released. */
  check(): Promise<readonly Leak[]>;
}

// What is just ending gets this long: a session that was closed a moment ago still stands in the server's list.
const graceMs = 150;
const pauseMs = 10;

/** When the first of the watches that overlap began: what nobody can tell apart is named by the last of them. */
let overlapBegan: Beginning | undefined;

/**
 * Watches what a test opens: transactions, sessions and advisory locks on its database, connections of pools, publishes, timers
 * and sockets. What was open before is not its leak.
 */
export function watchLeaks(database: WatchedDatabase, options: WatchOptions = {}): LeakWatch {
  const name = databaseOf(database.adminUrl);
  const watch = {};
  noteDriverCalls();
  if (openWatch(watch)) {
    startNotingResources();
    startNotingPublishes();
  }
  const began = beginningNow();
  if (running.size === 0) overlapBegan = began;
  running.add(watch);

  const lastingNow = async (heldNow: HeldResources) => {
    const onServer = await leftOn(database, name, began);
    const ofSessions = oncePerSession([
      ...onServer,
      ...unanswered(name, began),
      ...heldConnections(name, began.moment),
    ]);
    return [...ofSessions, ...heldNow('socket')];
  };
  let overlap: Overlap | undefined;
  return {
    async check() {
      running.delete(watch);
      // Asked again, it tells the same, whoever has begun since.
      const shared = (overlap ??= overlapUpToNow());
      const heldNow: HeldResources = (kind) => [
        ...heldResources(kind, watch),
        ...(shared === undefined ? [] : sharedResources(kind, shared)),
      ];
      // Waiting would settle these: they are looked at first.
      const atOnce = [...runningPublishes(name, began.moment), ...heldNow('timer')];
      const lasting = await settled(() => lastingNow(heldNow));
      const outbox = options.undeliveredOutbox === true ? await undeliveredOutbox(database.adminUrl) : [];
      return [...lasting, ...atOnce, ...outbox];
    },
    [Symbol.dispose]() {
      running.delete(watch);
      if (!closeWatch(watch)) return;
      stopNotingResources();
      stopNotingPublishes();
    },
  };
}

/** The watches whose test may still be at work. */
const running = new Set<object>();

type HeldResources = (kind: 'timer' | 'socket') => Leak[];

/** From the beginning of the first of the watches that overlapped until the last of them was asked. */
interface Overlap {
  readonly since: number;
  readonly until: number;
}

/** What was opened while watches overlapped is told by the last of them: until then its test may still be at work. */
function overlapUpToNow(): Overlap | undefined {
  if (running.size > 0 || overlapBegan === undefined) return undefined;
  return { since: overlapBegan.moment, until: nextMoment() };
}

async function leftOn(
  { adminUrl, capabilities, tier }: WatchedDatabase,
  name: string,
  began: Beginning,
): Promise<SessionLeak[]> {
  // The one session that the server knows is the harness's own.
  if (tier === 'rollback') return leftByClients(name, began);
  if (capabilities !== undefined && !capabilities.has('concurrency')) return leftByClients(name, began);
  return leftOnServer(adminQueryOf(adminUrl), name, began);
}

/** A connection in a transaction was not given back either: the first that is said of a session is the cause. */
function oncePerSession(leaks: readonly SessionLeak[]): Leak[] {
  const named = new Set<number>();
  return leaks.flatMap(({ session, leak }) => {
    if (session !== null && named.has(session)) return [];
    if (session !== null) named.add(session);
    return [leak];
  });
}

/** Asks until nothing is left, or the grace is over: counted in pauses, since a test may have stopped the clock. */
async function settled(find: () => Promise<Leak[]>): Promise<Leak[]> {
  let leaks = await find();
  for (let waitedMs = 0; leaks.length > 0 && waitedMs < graceMs; waitedMs += pauseMs) {
    await pause(pauseMs);
    leaks = await find();
  }
  return leaks;
}
