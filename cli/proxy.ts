import { once } from 'node:events';
import { defineCommand } from 'citty';
import { startProxy } from '../harness/wire/index.ts';
import { exitCodes } from './exit-code.ts';
import { FiledFaults, readCheckedFaults } from './filed-faults.ts';
import { newFirings } from './proxy-firings.ts';
import { identityOf, listenOf, upstreamOf } from './proxy-places.ts';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';
import { nameOf, statementLine } from './statement-line.ts';
import { toStderr, toStdout } from './terminal.ts';
import { watchFile } from './watch-file.ts';

const args = {
  upstream: { type: 'string', valueHint: 'url', description: "The server's URL: postgres://user@host:5432/database" },
  listen: {
    type: 'string',
    valueHint: 'host:port',
    description: 'Where clients connect; port 0 takes a free one (default 127.0.0.1:0)',
  },
  socket: {
    type: 'string',
    valueHint: 'folder[:port]',
    description:
      'Where clients connect, over a Unix socket: its folder, and the port that names its file (default 5432)',
  },
  'upstream-tls': {
    type: 'string',
    valueHint: 'require|verify',
    description: 'Speak TLS with the server; verify also demands a certificate of a known authority and of its host',
  },
  'upstream-ca': {
    type: 'string',
    valueHint: 'file',
    description: "The authority that has signed the server's certificate (PEM), for --upstream-tls verify",
  },
  faults: {
    type: 'string',
    valueHint: 'file',
    description: 'Faults and the statements that they strike (YAML); read again whenever it changes',
  },
  admin: { type: 'string', valueHint: 'url', description: "A superuser's URL, for the fault kill-backend" },
  certificate: { type: 'string', valueHint: 'file', description: 'Speak TLS with clients: the certificate (PEM)' },
  key: { type: 'string', valueHint: 'file', description: 'Speak TLS with clients: the key of the certificate (PEM)' },
} as const;

/** What has passed is told and not asked for again. */
const keepStatements = 1000;

export const proxy = defineCommand({
  meta: {
    name: 'rustok-testkit proxy',
    description:
      'Stand between an application and its PostgreSQL server: list every statement as it passes, and break some',
  },
  args,
  run: async ({ args: given }): Promise<number> => {
    refuseUnknownOptions(given, args);
    const { admin } = given;
    const ends = { ...upstreamOf(given), listen: listenOf(given), ...identityOf(given) };
    const place = given.faults === undefined ? undefined : { path: given.faults, canKill: admin !== undefined };
    if (place !== undefined) readCheckedFaults(place);
    const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await using started = await startProxy({
      ...ends,
      keepStatements,
      ...(admin === undefined ? {} : { adminUrl: admin }),
    });
    using watching = new DisposableStack();
    const faults = place === undefined ? undefined : new FiledFaults(started, place);
    if (faults !== undefined && place !== undefined) watching.use(watchFile(place.path, () => reload(faults)));
    await faults?.load();
    const untold = newFirings(started);
    const tellFaults = () => {
      for (const { rule, fault, statement } of untold())
        print(`${fault.kind} (${faults?.placeOf(rule) ?? ''}) strikes ${nameOf(statement)}`);
    };
    started.observe({
      // A fault strikes after this; a statement that is frozen never ends.
      statementStarted: () => void setImmediate(tellFaults),
      statementEnded: (statement) => {
        tellFaults();
        print(statementLine(statement));
      },
    });
    await toStdout(`Listening: ${withoutPassword(started.urlFor(ends.upstream))}\nCtrl-C stops it.\n`);
    await stopped;
    toStderr('Stopping: open connections are cut.');
    return exitCodes.held;
  },
});

async function reload(faults: FiledFaults): Promise<void> {
  try {
    const count = await faults.load();
    if (count !== undefined) toStderr(`The faults have changed: ${count} armed, in place of those before.`);
  } catch (error) {
    toStderr(`${error instanceof Error ? error.message : String(error)}\nThe faults that were armed before stay.`);
  }
}

function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/[^:@/]*):[^@/]*@/, '$1@');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
