import { once } from 'node:events';
import { defineCommand } from 'citty';
import { exitCodes } from './exit-code.ts';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';
import { toStderr, toStdout } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const args = {
  port: { type: 'string', default: '0', valueHint: 'number', description: 'Port to listen on; 0 takes a free one' },
  host: { type: 'string', default: '127.0.0.1', valueHint: 'address', description: 'Address to listen on' },
} as const;

export const serve = defineCommand({
  meta: {
    name: 'rustok-testkit serve',
    description:
      'Serve the reference application on an embedded database, with tenants, users and a token for each role',
  },
  args,
  run: async ({ args: given }): Promise<number> => {
    refuseUnknownOptions(given, args);
    const address = { host: given.host, port: portOf(given.port) };
    // Signals that come while it starts are kept: what was started is ended.
    const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    const { serveApplication, welcome } = await load();
    await using served = await serveApplication(address).catch(explainAddress);
    await toStdout(await welcome(served));
    await stopped;
    toStderr('Stopping: requests under way are answered, then the database is removed.');
    return exitCodes.held;
  },
});

/** Loaded late, so that the other commands do not need the application's peers; apart, as the build does not rewrite an import beside `await using`. */
async function load() {
  const [{ serveApplication }, { welcome }] = await Promise.all([
    import('./served-application.ts'),
    import('./serve-welcome.ts'),
  ]);
  return { serveApplication, welcome };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port must be a number from 0 to 65535, not ${text}`);
}

function explainAddress(error: unknown): never {
  const isAddress = error instanceof Error && 'syscall' in error && error.syscall === 'listen';
  throw isAddress ? new UsageError(`cannot listen there: ${error.message}`) : error;
}
