import { z } from 'zod';
import { type Frame, readTexts } from './frames.ts';
import type { House } from './house.ts';
import type { Guest, OneSessionDatabase } from './one-session-database.ts';
import { commandComplete, dataRow, errorResponse, readyForQuery, rowDescription } from './replies.ts';

/** The name under which databases are made and dropped, by requests in JSON as the text of a query. */
export const controlDatabase = 'rustok_testkit_control';

const request = z.discriminatedUnion('do', [
  z.object({ do: z.literal('create'), name: z.string(), template: z.string().optional() }),
  z.object({ do: z.literal('drop'), name: z.string() }),
  z.object({ do: z.literal('claim-template'), name: z.string() }),
  z.object({ do: z.literal('finish-template'), name: z.string(), migrated: z.string().optional() }),
]);

/** What can be asked of a server's control database. */
export type ControlRequest = z.infer<typeof request>;

const text = 25;

/** Makes and drops databases for other processes; a builder of a template that goes away gives it up. */
export class ControlDatabase implements OneSessionDatabase {
  readonly serverVersion: string;
  readonly #house: House<unknown>;
  readonly #claims = new Map<
    string,
    { readonly guest: number; readonly finish: (migrated?: string) => Promise<void> }
  >();

  constructor(house: House<unknown>, serverVersion: string) {
    this.#house = house;
    this.serverVersion = serverVersion;
  }

  async enter(): Promise<void> {}

  async answer({ type, body }: Frame, guest: Guest): Promise<Uint8Array> {
    if (type !== 'Q') return readyForQuery('I');
    try {
      if (!guest.superuser) throw new Error('databases are made and dropped by the administrator');
      const answer = await this.#do(request.parse(JSON.parse(readTexts(body, 1)[0] ?? '')), guest);
      const row = [rowDescription([{ name: 'answer', oid: text }]), dataRow([answer])];
      return Buffer.concat([...row, commandComplete('SELECT 1'), readyForQuery('I')]);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return Buffer.concat([errorResponse({ sqlstate: 'XX000', message }), readyForQuery('I')]);
    }
  }

  async leave(guest: Guest): Promise<void> {
    for (const [name, claim] of this.#claims) {
      if (claim.guest !== guest.number) continue;
      this.#claims.delete(name);
      await claim.finish();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  async #do(asked: ControlRequest, guest: Guest): Promise<string> {
    switch (asked.do) {
      case 'create':
        await this.#house.create(asked.name, asked.template);
        return 'created';
      case 'drop':
        await this.#house.drop(asked.name);
        return 'dropped';
      case 'claim-template': {
        const finish = await this.#house.claimTemplate(asked.name);
        if (finish !== undefined) this.#claims.set(asked.name, { guest: guest.number, finish });
        return finish === undefined ? 'ready' : 'yours';
      }
      case 'finish-template': {
        const claim = this.#claims.get(asked.name);
        this.#claims.delete(asked.name);
        await claim?.finish(asked.migrated);
        return 'finished';
      }
    }
  }
}
