import { inject } from './vitest.ts';
import {
  type Isolation,
  type IsolationTier,
  type Migrations,
  openIsolation,
  serverVariable,
} from '../database/index.ts';

/** What the databases of a set-up are made of. */
export interface DatabaseSetup {
  readonly migrations?: Migrations | undefined;
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

/** The databases of one worker, by tier; a tier is opened when a test first asks for it. */
export class Isolations implements AsyncDisposable {
  readonly #setup: DatabaseSetup;
  readonly #open = new Map<IsolationTier, Promise<Isolation>>();

  constructor(setup: DatabaseSetup) {
    this.#setup = setup;
  }

  of(tier: IsolationTier): Promise<Isolation> {
    adoptServer();
    const { migrations, settings } = this.#setup;
    const open = this.#open.get(tier) ?? openIsolation({ tier, migrations, settings });
    this.#open.set(tier, open);
    return open;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const opened of await Promise.allSettled(this.#open.values())) {
      if (opened.status === 'fulfilled') await opened.value[Symbol.asyncDispose]();
    }
  }
}

/** Takes the server that `global-setup` provides, where the environment did not bring it along. */
function adoptServer(): void {
  if (process.env[serverVariable] !== undefined) return;
  const address = inject('rustokTestkitServer') as unknown;
  if (address !== undefined) process.env[serverVariable] = JSON.stringify(address);
}
