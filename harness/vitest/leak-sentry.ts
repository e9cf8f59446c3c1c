import type { IsolatedDatabase } from '../database/index.ts';
import { type Leak, type LeakWatch, watchLeaks } from '../leaks/index.ts';

/** Watches a test's body over what its fixtures have opened: that is ended by them. */
export class LeakSentry implements Disposable {
  readonly #begin: () => LeakWatch;
  #watch: LeakWatch;
  #undecided = false;

  constructor(db: IsolatedDatabase, undeliveredOutbox: boolean) {
    const isRolledBack = db.tier === 'rollback';
    const { capabilities, tier } = db;
    const watched = { adminUrl: isRolledBack ? db.url : db.adminUrl, capabilities, tier };
    this.#begin = () => watchLeaks(watched, { undeliveredOutbox: undeliveredOutbox && !isRolledBack });
    this.#watch = this.#begin();
  }

  /** A fixture was opened: what there is now is not the test's. */
  restart(): void {
    this.#watch[Symbol.dispose]();
    this.#watch = this.#begin();
  }

  /** What the test has left, with its fixtures still open. Sockets and timers may yet be theirs. */
  async check(): Promise<Leak[]> {
    const leaks = await this.#watch.check();
    this.#undecided = leaks.some(mayBeOfFixtures);
    return leaks.filter((leak) => !mayBeOfFixtures(leak));
  }

  /** The sockets and timers that are still there when the fixtures have been ended. */
  async checkAgain(): Promise<Leak[]> {
    return this.#undecided ? (await this.#watch.check()).filter(mayBeOfFixtures) : [];
  }

  [Symbol.dispose](): void {
    this.#watch[Symbol.dispose]();
  }
}

/** A client of the services that connects when it is first used is ended with them. */
function mayBeOfFixtures({ kind }: Leak): boolean {
  return kind === 'socket' || kind === 'timer';
}
