import { copiesOf } from './copies-of.ts';
import { prototypeOf, wrapMethod } from './wrap-method.ts';

/** What is used of a client of pg. */
interface OpenClient {
  readonly database?: string;
  readonly connectionParameters?: { readonly application_name?: string };
  readonly connection?: { readonly stream?: { destroy(): void } };
  on(event: 'error', listener: () => void): unknown;
  once(event: 'end', listener: () => void): unknown;
  end(): Promise<void>;
}

const open = new Set<OpenClient>();
let isFollowing = false;
const endWithinMs = 1000;

/** Remembers every client of pg that connects from now on in this process, until it has ended. */
export function followClients(): void {
  if (isFollowing) return;
  isFollowing = true;
  for (const driver of copiesOf('pg')) {
    wrapMethod(prototypeOf(driver, 'Client'), 'connect', (original) => {
      return function connect(this: object, ...args: unknown[]) {
        const client = this as OpenClient;
        if (!isOfTheKit(client)) {
          open.add(client);
          client.once('end', () => open.delete(client));
        }
        return original.apply(this, args);
      };
    });
  }
}

/**
 * Ends this process's clients of a database that is about to go. A session that the server cuts makes its client emit an error, which
 * ends the process where nobody listens, and hides what went wrong before.
 */
export async function endClientsOf(database: string): Promise<void> {
  const left = [...open].filter((client) => client.database === database);
  await Promise.all(left.map(end));
}

async function end(client: OpenClient): Promise<void> {
  client.on('error', () => undefined);
  const overdue = setTimeout(() => client.connection?.stream?.destroy(), endWithinMs);
  try {
    await client.end();
  } catch {
    // One that could not connect has nothing to end.
  } finally {
    clearTimeout(overdue);
    open.delete(client);
  }
}

/** The kit's own clients have an end of their own. */
function isOfTheKit({ connectionParameters }: OpenClient): boolean {
  return connectionParameters?.application_name?.startsWith('rustok-testkit') === true;
}
