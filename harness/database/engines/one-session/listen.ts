import { type Server, type Socket, createServer } from 'node:net';
import { once } from 'node:events';
import type { Role } from '../../server-address.ts';
import { ControlDatabase, controlDatabase } from './control.ts';
import { Frames } from './frames.ts';
import { greet } from './greet.ts';
import { type DatabaseMaker, House } from './house.ts';
import type { Guest } from './one-session-database.ts';
import { errorResponse } from './replies.ts';
import { GuestService, type Patience, type Room, welcome } from './serve-guest.ts';
import { Turns } from './turns.ts';

/** What a server of databases with one session each is made of. */
export interface ListenOptions<Template> {
  readonly maker: DatabaseMaker<Template>;
  readonly version: string;
  readonly admin: Role;
  readonly application: Role;
  readonly patience: Patience;
  /** The database that is made when somebody first connects to it. */
  readonly maintenanceDatabase: string;
}

/** A server that speaks PostgreSQL's protocol on a port of the loopback interface. */
export interface Listening extends AsyncDisposable {
  readonly port: number;
}

/** Serves databases that have one session each to clients that believe to have one of their own. */
export async function listen<Template>(options: ListenOptions<Template>): Promise<Listening> {
  const house = new House(options.maker);
  const reception = new Reception(options, house);
  const server = createServer((socket) => reception.receive(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return {
    port: portOf(server),
    async [Symbol.asyncDispose]() {
      server.close();
      await reception.sendAllHome();
      await house[Symbol.asyncDispose]();
    },
  };
}

class Reception<Template> {
  readonly #options: ListenOptions<Template>;
  readonly #house: House<Template>;
  readonly #control: ControlDatabase;
  readonly #guests = new Map<Socket, Promise<void>>();
  #count = 0;

  constructor(options: ListenOptions<Template>, house: House<Template>) {
    this.#options = options;
    this.#house = house;
    this.#control = new ControlDatabase(house, options.version);
  }

  receive(socket: Socket): void {
    socket.setNoDelay(true);
    socket.unref();
    // A client that cuts its connection has left, and is served to its end all the same.
    socket.on('error', () => undefined);
    const frames = new Frames();
    socket.on('data', (chunk: Buffer) => frames.push(chunk));
    const stay = this.#serve(socket, frames)
      .catch(() => undefined)
      .finally(() => this.#guests.delete(socket));
    this.#guests.set(socket, stay);
  }

  async sendAllHome(): Promise<void> {
    const message = 'terminating connection due to administrator command';
    for (const socket of this.#guests.keys()) {
      socket.end(errorResponse({ severity: 'FATAL', sqlstate: '57P01', message }), () => socket.destroy());
    }
    await Promise.all(this.#guests.values());
  }

  async #serve(socket: Socket, frames: Frames): Promise<void> {
    const { admin, application, patience } = this.#options;
    const arrival = await greet(socket, frames, [admin, application]);
    if (arrival === undefined) return;
    const room = await this.#roomOf(arrival.database);
    if (room === undefined) {
      const message = `database "${arrival.database}" does not exist`;
      socket.end(errorResponse({ severity: 'FATAL', sqlstate: '3D000', message }));
      return;
    }
    this.#count += 1;
    const { role, settings } = arrival;
    const guest: Guest = { number: this.#count, superuser: role.name === admin.name, role: role.name, settings };
    socket.write(welcome(room.database, guest));
    await new GuestService(socket, frames, room, guest, patience).serve();
  }

  async #roomOf(name: string): Promise<Room | undefined> {
    // Requests to the control database wait for each other elsewhere: every guest has a room of his own.
    if (name === controlDatabase) return { database: this.#control, turns: new Turns(), guest: undefined };
    const { maintenanceDatabase } = this.#options;
    if (name === maintenanceDatabase && this.#house.find(name) === undefined) await this.#house.create(name);
    return this.#house.find(name);
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
