import type { Socket } from 'node:net';
import { type Frame, type Frames, encodeFrame, lastStatus } from './frames.ts';
import type { Guest, OneSessionDatabase } from './one-session-database.ts';
import { type Failure, errorResponse, int32, parameterStatus, readyForQuery } from './replies.ts';
import type { Turns } from './turns.ts';

/** A database with its turns, and the guest whose settings are the current ones. */
export interface Room {
  readonly database: OneSessionDatabase;
  readonly turns: Turns;
  guest: Guest | undefined;
}

/** How long a guest waits for his turn, and what he is told when it does not come. */
export interface Patience {
  readonly waitMs: number;
  readonly refusal: string;
}

/** Greets a client that may come in, as a server does. */
export function welcome({ serverVersion }: OneSessionDatabase, guest: Guest): Buffer {
  const parameters = {
    server_version: serverVersion,
    server_encoding: 'UTF8',
    client_encoding: 'UTF8',
    DateStyle: 'ISO, MDY',
    IntervalStyle: 'postgres',
    TimeZone: 'UTC',
    integer_datetimes: 'on',
    standard_conforming_strings: 'on',
    is_superuser: guest.superuser ? 'on' : 'off',
    session_authorization: guest.role,
  };
  return Buffer.concat([
    encodeFrame('R', int32(0)),
    ...Object.entries(parameters).map(([name, value]) => parameterStatus(name, value)),
    encodeFrame('K', int32(guest.number), int32(0)),
    readyForQuery('I'),
  ]);
}

/** Serves one client to its end: his turn begins with a message and ends when the database is idle again, not before. */
export class GuestService {
  readonly #socket: Socket;
  readonly #frames: Frames;
  readonly #room: Room;
  readonly #guest: Guest;
  readonly #patience: Patience;
  #refused = false;

  constructor(socket: Socket, frames: Frames, room: Room, guest: Guest, patience: Patience) {
    this.#socket = socket;
    this.#frames = frames;
    this.#room = room;
    this.#guest = guest;
    this.#patience = patience;
  }

  /** Serves until the client is gone. */
  async serve(): Promise<void> {
    let work: Promise<void> = Promise.resolve();
    const serveWhatCame = (): void => void (work = work.then(() => this.#serveWhatCame()));
    this.#socket.on('data', serveWhatCame);
    serveWhatCame();
    await new Promise((resolve) => (this.#socket.destroyed ? resolve(undefined) : this.#socket.once('close', resolve)));
    await work;
    await this.#leave();
  }

  async #serveWhatCame(): Promise<void> {
    try {
      for (let frame = this.#frames.next(); frame !== undefined; frame = this.#frames.next()) {
        if (frame.type === 'X') return void this.#socket.end();
        if (!this.#socket.destroyed) await this.#serveFrame(frame);
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#socket.end(errorResponse({ severity: 'FATAL', sqlstate: 'XX000', message }));
    }
  }

  async #serveFrame(frame: Frame): Promise<void> {
    const { database, turns } = this.#room;
    if (this.#refused) return this.#skip(frame);
    if (!turns.holds(this.#guest) && !(await this.#begin(frame))) return;
    const answer = await database.answer(frame, this.#guest);
    if (!this.#socket.destroyed) this.#socket.write(answer);
    if (lastStatus(answer) === 'I') turns.release(this.#guest);
  }

  async #begin(frame: Frame): Promise<boolean> {
    const { database, turns } = this.#room;
    const { waitMs, refusal } = this.#patience;
    if (!(await turns.take(this.#guest, waitMs))) return this.#refuse(frame, { sqlstate: '0A000', message: refusal });
    if (this.#room.guest === this.#guest) return true;
    try {
      await database.enter(this.#guest);
      this.#room.guest = this.#guest;
      return true;
    } catch (error) {
      turns.release(this.#guest);
      return this.#refuse(frame, {
        sqlstate: '0A000',
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }

  /** What follows in the same pipeline is passed over up to its Sync, as a server does. */
  #refuse(frame: Frame, failure: Failure): false {
    this.#socket.write(errorResponse(failure));
    this.#refused = true;
    this.#skip(frame);
    return false;
  }

  #skip({ type }: Frame): void {
    if (type !== 'Q' && type !== 'S') return;
    this.#refused = false;
    this.#socket.write(readyForQuery('I'));
  }

  async #leave(): Promise<void> {
    const { database, turns } = this.#room;
    await turns.take(this.#guest, 2 ** 31 - 1);
    try {
      await database.leave(this.#guest);
      if (this.#room.guest === this.#guest) this.#room.guest = undefined;
    } finally {
      turns.release(this.#guest);
    }
  }
}
