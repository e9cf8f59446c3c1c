import { type AdminConnection, openAdminConnection } from '../counting/index.ts';
import { WireFailure, sqlState } from './wire-failure.ts';

const patienceMs = 5000;

/** Terminates server processes over an admin connection that is opened when first needed. */
export class BackendKiller implements AsyncDisposable {
  readonly #adminUrl: string | undefined;
  #connection: Promise<AdminConnection> | undefined;

  constructor(adminUrl: string | undefined) {
    this.#adminUrl = adminUrl;
  }

  /** Resolves when the process is gone. */
  async kill(pid: number): Promise<void> {
    if (this.#adminUrl === undefined)
      throw new WireFailure(sqlState.connectionFailure, 'kill-backend needs the option adminUrl');
    const connection = await (this.#connection ??= openAdminConnection(this.#adminUrl));
    await connection.query('SELECT pg_terminate_backend($1)', [pid]);
    const deadline = Date.now() + patienceMs;
    while ((await connection.query('SELECT 1 FROM pg_stat_activity WHERE pid = $1', [pid])).length > 0)
      if (Date.now() > deadline)
        throw new WireFailure(sqlState.connectionFailure, `backend ${pid} did not end within ${patienceMs} ms`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const opened = await this.#connection?.catch(() => undefined);
    await opened?.[Symbol.asyncDispose]();
  }
}
