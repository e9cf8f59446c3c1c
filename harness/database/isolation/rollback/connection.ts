import type { Socket } from 'node:net';
import { type Frame, FrameSplitter, bytesOf, errorFrame, frame, readyFrame } from './frames.ts';
import type { SharedSession } from './shared-session.ts';
import { type Prepared, meaningOf, rewritten } from './turn.ts';

const protocol3 = 3;
const encryptionRequests: ReadonlySet<number> = new Set([80_877_103, 80_877_104]);
const cleartextPassword = Buffer.from([0, 0, 0, 3]);
const authenticated = Buffer.from([0, 0, 0, 0]);

export interface ConnectionOptions {
  readonly session: SharedSession;
  readonly password: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** Its number among the connections of the session: the process that its client is told of. */
  readonly number: number;
}

/** Serves one client's connection: logs it in, cuts what it sends into turns, and hands these to the session one after another. */
export function serveConnection(socket: Socket, { session, password, parameters, number }: ConnectionOptions): void {
  // Goes before the names of prepared statements and portals.
  const prefix = `c${number}_`;
  const connection = {};
  const known: Prepared = new Map();
  const splitter = new FrameSplitter();
  let received: Buffer = Buffer.alloc(0);
  let state: 'startup' | 'password' | 'open' = 'startup';
  let collected: Frame[] = [];
  /** Of the turn that the server works on: sends it more. */
  let send: ((bytes: Buffer) => void) | undefined;
  /** The rest of a pipeline that was flushed before its Sync. */
  let rest: Buffer[] | undefined;

  socket.on('error', () => undefined);
  socket.on('close', () => session.leave(connection));
  socket.on('data', (chunk: Buffer) => {
    if (state !== 'startup') return readFrames(chunk);
    received = Buffer.concat([received, chunk]);
    while (state === 'startup' && received.length >= 8 && received.length >= received.readInt32BE(0)) startUp();
  });

  function startUp(): void {
    const code = received.readInt32BE(4);
    const following = received.subarray(received.readInt32BE(0));
    received = following;
    if (encryptionRequests.has(code)) socket.write('N');
    else if (code >>> 16 !== protocol3) socket.destroy();
    else {
      state = 'password';
      socket.write(frame('R', cleartextPassword));
      readFrames(following);
    }
  }

  function readFrames(chunk: Buffer): void {
    for (const received of splitter.push(chunk)) {
      if (state === 'password') logIn(received);
      else read(received);
    }
  }

  function logIn({ type, body }: Frame): void {
    if (type !== 'p' || body.toString('utf8') !== `${password}\0`) {
      socket.end(errorFrame('28P01', 'password authentication failed'));
      return;
    }
    state = 'open';
    const settings = [...parameters].map(([name, value]) => frame('S', `${name}\0${value}\0`));
    socket.write(Buffer.concat([frame('R', authenticated), ...settings, frame('K', keyOf(number)), readyFrame('I')]));
  }

  function read(received: Frame): void {
    const { type } = received;
    if (type === 'X') socket.end();
    else if (type === 'd' || type === 'c' || type === 'f') send?.(bytesOf([received]));
    else if (rest !== undefined) readRest(rest, received);
    else {
      collected.push(received);
      if (type === 'Q' || type === 'S') takeTurn();
      if (type === 'H') {
        rest = [];
        takeTurn();
      }
    }
  }

  /** What comes after a Flush goes after it as it comes: the client waits for answers in the middle of its pipeline. */
  function readRest(waiting: Buffer[], received: Frame): void {
    if (meaningOf([received], known).kind.kind !== 'other') socket.destroy();
    const bytes = bytesOf(rewritten([received], prefix, undefined));
    if (send === undefined) waiting.push(bytes);
    else send(bytes);
    if (received.type === 'S') rest = undefined;
  }

  function takeTurn(): void {
    const frames = collected;
    const waiting = rest ?? [];
    collected = [];
    send = undefined;
    const { kind, text } = meaningOf(frames, known);
    session.take({
      connection,
      kind,
      text,
      frames: (text) => rewritten(frames, prefix, text),
      answer: (bytes) => void (socket.destroyed || socket.write(bytes)),
      begun: (write) => {
        send = write;
        for (const bytes of waiting.splice(0)) write(bytes);
      },
    });
  }
}

/** A cancel request that brings it reaches nobody. */
function keyOf(number: number): Buffer {
  const key = Buffer.alloc(8);
  key.writeInt32BE(number);
  return key;
}
