import { Client, DatabaseError } from 'pg';

/** One connection of a check. */
export interface Session {
  readonly client: Client;
  /** Runs one statement and returns its rows as arrays. */
  rows(sql: string, values?: readonly unknown[]): Promise<unknown[][]>;
  /** The command tag of the answer, such as COMMIT or ROLLBACK. */
  tag(sql: string): Promise<string>;
  /** The SQLSTATE of the failure, `none` when there is none in it, or `no error`. */
  failure(sql: string): Promise<string>;
  /** The process at the server, as it told when the session began. */
  readonly processId: number;
  /** The message that asks the server to end what this session runs. */
  readonly cancelRequest: Buffer;
  /** What the server sent unasked for: channel and payload. */
  readonly notifications: readonly string[];
  /** Cuts the connection, as a client that dies does. */
  cut(): void;
}

/** Opens a session; whoever opens it cuts it. */
export async function openSession(url: string): Promise<Session> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 20_000 });
  // A session that the server ends shows as a rejected query.
  client.on('error', () => undefined);
  const notifications: string[] = [];
  client.on('notification', ({ channel, payload }) => notifications.push(`${channel} ${payload ?? ''}`));
  await client.connect();
  const query = (text: string, values: readonly unknown[] = []) =>
    client.query<unknown[]>({ text, values: [...values], rowMode: 'array' });
  const { processID, secretKey } = client as Client & { readonly processID: number; readonly secretKey: number };
  return {
    client,
    processId: processID,
    cancelRequest: cancelRequest(processID, secretKey),
    notifications,
    rows: async (sql, values) => (await query(sql, values)).rows,
    tag: async (sql) => (await query(sql)).command,
    async failure(sql) {
      try {
        await query(sql);
        return 'no error';
      } catch (error) {
        return error instanceof DatabaseError ? (error.code ?? 'none') : 'none';
      }
    },
    cut: () => client.connection.stream.destroy(),
  };
}

const cancelRequestCode = 80_877_102;

function cancelRequest(processId: number, secretKey: number): Buffer {
  const request = Buffer.alloc(16);
  [16, cancelRequestCode, processId, secretKey].forEach((value, index) => request.writeInt32BE(value, index * 4));
  return request;
}
