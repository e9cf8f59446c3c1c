import { Client, types } from 'pg';
import { DependencyError } from '../../src/errors/index.ts';
import { parseExactly } from '../json/index.ts';

/** Sessions of the kit carry this application name, so that a count can tell them from the application's. */
export const kitApplicationName = 'rustok-testkit';

/** A connection of the kit's own; whoever opens it disposes of it. In JSON, integers beyond `Number.MAX_SAFE_INTEGER` are their digits as text. */
export interface AdminConnection extends AsyncDisposable {
  query<Row extends Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

const jsonTypes: ReadonlySet<number> = new Set([types.builtins.JSON, types.builtins.JSONB]);
const exactTypes = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    jsonTypes.has(oid) ? parseExactly : types.getTypeParser(oid, format),
};

/** Opens one session on `url`; a `DependencyError` (ADMIN_CONNECTION_FAILED) says which server refused. */
export async function openAdminConnection(url: string): Promise<AdminConnection> {
  const client = new Client({ connectionString: url, application_name: kitApplicationName, types: exactTypes });
  // The server may stop under us; the next query then fails by itself, an unheard 'error' would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw new DependencyError(`The admin connection to ${describeServer(client)} failed: ${messageOf(cause)}`, {
      cause,
      code: 'ADMIN_CONNECTION_FAILED',
    });
  }
  return {
    query: async <Row extends Record<string, unknown>>(text: string, values: readonly unknown[] = []) =>
      (await client.query<Row>(text, [...values])).rows,
    [Symbol.asyncDispose]: () => client.end(),
  };
}

function describeServer(client: Client): string {
  return `${client.host}:${client.port}/${client.database ?? ''}`;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
