import type { WorldValues } from '../file/placeholders.ts';

/** What the placeholders of one subject stand for, the port excepted, which is new at each start. */
export function worldValues(databaseUrl: string, sinkUrl: string, deadlineMs: number): Omit<WorldValues, 'port'> {
  const { hostname, port, pathname, username, password } = new URL(databaseUrl);
  return {
    databaseUrl,
    databaseHost: hostname,
    databasePort: port,
    databaseName: decodeURIComponent(pathname.slice(1)),
    databaseUser: decodeURIComponent(username),
    databasePassword: decodeURIComponent(password),
    sinkUrl,
    deadlineMs: String(deadlineMs),
  };
}
