import type { OneSessionDatabase } from './one-session-database.ts';
import type { Room } from './serve-guest.ts';
import { Turns } from './turns.ts';

/** How the databases of one engine are made. */
export interface DatabaseMaker<Template> {
  /** A new database: empty, or like the template. */
  make(template: Template | undefined): Promise<OneSessionDatabase>;
  /** What `make` needs to make others like this one. */
  templateOf(database: OneSessionDatabase): Promise<Template>;
}

/** The databases of one server, made when first asked for, and the templates that they are made from. */
export class House<Template> implements AsyncDisposable {
  readonly #maker: DatabaseMaker<Template>;
  readonly #rooms = new Map<string, Promise<Room>>();
  readonly #templates = new Map<string, Promise<Template | undefined>>();

  constructor(maker: DatabaseMaker<Template>) {
    this.#maker = maker;
  }

  /** The database of that name, if there is one. */
  find(name: string): Promise<Room> | undefined {
    return this.#rooms.get(name);
  }

  async create(name: string, templateName?: string): Promise<void> {
    const template = templateName === undefined ? undefined : await this.#templates.get(templateName);
    const making = this.#maker
      .make(template)
      .then((database): Room => ({ database, turns: new Turns(), guest: undefined }));
    this.#rooms.set(name, making);
    making.catch(() => this.#rooms.delete(name));
    await making;
  }

  async drop(name: string): Promise<void> {
    const room = this.#rooms.get(name);
    this.#rooms.delete(name);
    await (await room)?.database[Symbol.asyncDispose]();
  }

  /**
   * Says whether that template is there; where it is not, the caller is its builder now, and whoever else asks waits
   * until he calls the function that he gets: with the name of the migrated database, or without when he failed.
   */
  async claimTemplate(name: string): Promise<((migrated?: string) => Promise<void>) | undefined> {
    for (;;) {
      const present = this.#templates.get(name);
      if (present === undefined) break;
      if ((await present) !== undefined) return undefined;
    }
    const { promise, resolve } = Promise.withResolvers<Template | undefined>();
    this.#templates.set(name, promise);
    return async (migrated) => {
      let template: Template | undefined;
      try {
        const room = migrated === undefined ? undefined : await this.#rooms.get(migrated);
        template = room === undefined ? undefined : await this.#maker.templateOf(room.database);
      } finally {
        if (template === undefined) this.#templates.delete(name);
        resolve(template);
      }
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([...this.#rooms.keys()].map((name) => this.drop(name)));
  }
}
