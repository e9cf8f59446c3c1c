import { type HookCallbacks, createHook } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type CallSite, callSite, isBackground, isPooled, readable } from './call-site.ts';
import type { Leak } from './leak.ts';
import { nextMoment } from './moments.ts';
import { onlyWatch } from './watched.ts';

/** Node's timer, or the handle of a socket. */
interface Resource {
  hasRef?(): boolean;
  /** Set on a timer that has fired or was cleared; Node's word that it is gone comes later. */
  readonly _destroyed?: boolean;
}

interface Opened {
  readonly kind: 'timer' | 'socket';
  readonly type: string;
  readonly resource: Resource;
  readonly moment: number;
  readonly site: CallSite;
  /** The watch that was open alone; without one, several tests were at work. */
  readonly watch: object | undefined;
}

const opened = new Map<number, Opened>();

const callbacks: HookCallbacks & { readonly trackPromises: boolean } = {
  // Promises are not asked for: following them would cost every await of the test.
  trackPromises: false,
  init: noteOpened,
  destroy: (asyncId) => void opened.delete(asyncId),
};
const hook = createHook(callbacks);

// A server that is given a host name gets its handle only when the name is resolved, with nobody's frame below.
const listens = 'tracing:net.server.listen:asyncStart';
let listeners = new WeakMap<object, CallSite>();

/** Remembers from now on which timers and sockets are opened. */
export function startNotingResources(): void {
  hook.enable();
  subscribe(listens, noteListener);
}

/** Forgets all of them. */
export function stopNotingResources(): void {
  hook.disable();
  unsubscribe(listens, noteListener);
  opened.clear();
  listeners = new WeakMap();
}

/** The timers, or sockets, opened while that watch was open alone that still keep the process alive. */
export function heldResources(kind: Opened['kind'], watch: object): Leak[] {
  return held(kind, (one) => one.watch === watch).map((one) => leakOf(one));
}

/** Those opened between two moments while several watches were open: nobody knows for which of their tests. */
export function sharedResources(
  kind: Opened['kind'],
  { since, until }: { readonly since: number; readonly until: number },
): Leak[] {
  const isShared = ({ watch, moment }: Opened) => watch === undefined && moment >= since && moment < until;
  return held(kind, isShared).map((one) =>
    leakOf(one, '; tests ran at the same time, and any of them may have opened it'),
  );
}

function held(kind: Opened['kind'], isAskedFor: (one: Opened) => boolean): Opened[] {
  return [...opened.values()].filter(
    (one) => one.kind === kind && isAskedFor(one) && isAlive(one.resource) && !isExpected(siteOf(one)),
  );
}

function leakOf(one: Opened, remark = ''): Leak {
  return { kind: one.kind, what: `${describe(one)}${remark}`, stack: readable(siteOf(one)) };
}

function noteOpened(asyncId: number, type: string, _trigger: number, resource: object): void {
  const kind = kindOf(type);
  if (kind === undefined) return;
  opened.set(asyncId, {
    kind,
    type,
    resource,
    moment: nextMoment(),
    site: callSite(noteOpened),
    watch: onlyWatch(),
  });
}

function noteListener(message: unknown): void {
  const { server } = message as { server: object };
  listeners.set(server, callSite(noteListener));
}

function siteOf({ resource, site }: Opened): CallSite {
  const owner = ownerOf(resource);
  return (owner && listeners.get(owner)) ?? site;
}

function kindOf(type: string): Opened['kind'] | undefined {
  switch (type) {
    case 'Timeout':
      return 'timer';
    case 'TCPWRAP':
    case 'PIPEWRAP':
    case 'TCPSERVERWRAP':
    case 'PIPESERVERWRAP':
    case 'UDPWRAP':
      return 'socket';
    default:
      return undefined;
  }
}

/** Whether it keeps the process from ending. */
function isAlive(resource: Resource): boolean {
  const { _destroyed: isGone } = resource;
  return isGone !== true && resource.hasRef?.() === true;
}

/** A pool's connections at rest end by themselves; the ones in use are named as what they are. */
function isExpected(site: CallSite): boolean {
  return isPooled(site) || isBackground(site);
}

function describe({ kind, type, resource }: Opened): string {
  if (kind === 'timer') return describeTimer(resource as { _idleTimeout?: number; _repeat?: number | null });
  const owner = ownerOf(resource);
  if (type.endsWith('SERVERWRAP')) return `a server that listens${at(owner?.address?.())}`;
  if (type === 'UDPWRAP') return 'a UDP socket';
  return `a connection${at(remoteOf(owner))}`;
}

function describeTimer({ _idleTimeout, _repeat }: { _idleTimeout?: number; _repeat?: number | null }): string {
  const ms = _idleTimeout ?? 0;
  return typeof _repeat === 'number' ? `an interval of ${ms} ms` : `a timer of ${ms} ms`;
}

interface Owner {
  readonly remoteAddress?: string;
  readonly remotePort?: number;
  address?(): unknown;
}

/** The socket or server above a handle; Node keeps it under a symbol of its own. */
function ownerOf(resource: object): Owner | undefined {
  const key = Object.getOwnPropertySymbols(resource).find(({ description }) => description === 'owner_symbol');
  return key === undefined ? undefined : (resource as Record<symbol, Owner | undefined>)[key];
}

function remoteOf(owner: Owner | undefined): unknown {
  return owner?.remotePort === undefined ? undefined : { address: owner.remoteAddress, port: owner.remotePort };
}

function at(address: unknown): string {
  if (typeof address === 'string') return ` at ${address}`;
  if (typeof address !== 'object' || address === null || !('port' in address)) return '';
  return ` ${'address' in address ? `at ${String(address.address)}:` : 'at port '}${String(address.port)}`;
}
