import { inject } from './vitest.ts';
import {
  type Isolation,
  type IsolationTier,
  type Migrations,
  openIsolation,
  serverVariable,
} from '../database/index.ts';

/** The databases of one test file, by tier; a tier is opened when a test first asks for it. */
export class Isolations implements AsyncDisposable {
  readonly #migrations: Migrations | undefined;
  readonly #open = new Map<IsolationTier, Promise<Isolation>>();

  constructor(migrations: Migrations | undefined) {
    this.#migrations = migrations;
  }

  of(tier: IsolationTier): Promise<Isolation> {
    adoptServer();
    const open = this.#open.get(tier) ?? openIsolation({ tier, migrations: this.#migrations });
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
