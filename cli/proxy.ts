import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { defineCommand } from 'citty';
import { startProxy } from '../harness/wire/index.ts';
import { exitCodes } from './exit-code.ts';
import { FiledFaults, readCheckedFaults } from './filed-faults.ts';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';
import { nameOf, statementLine } from './statement-line.ts';
import { toStderr, toStdout } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { watchFile } from './watch-file.ts';

const args = {
  upstream: { type: 'string', valueHint: 'url', description: "The server's URL: postgres://user@host:5432/database" },
  listen: {
    type: 'string',
    default: '127.0.0.1:0',
    valueHint: 'host:port',
    description: 'Where clients connect; port 0 takes a free one',
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

export const proxy = defineCommand({
  meta: {
    name: 'rustok-testkit proxy',
    description:
      'Stand between an application and its PostgreSQL server: list every statement as it passes, and break some',
  },
  args,
  run: async ({ args: given }): Promise<number> => {
    refuseUnknownOptions(given, args);
    const { upstream, admin } = given;
    if (upstream === undefined || !/^postgres(?:ql)?:\/\//.test(upstream))
      throw new UsageError('--upstream must be the URL of a PostgreSQL server: postgres://user@host:5432/database');
    const place = given.faults === undefined ? undefined : { path: given.faults, canKill: admin !== undefined };
    if (place !== undefined) readCheckedFaults(place);
    const tls = identityOf(given);
    const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await using started = await startProxy({
      upstream,
      listen: addressOf(given.listen),
      ...(admin === undefined ? {} : { adminUrl: admin }),
      ...(tls === undefined ? {} : { tls }),
    });
    using watching = new DisposableStack();
    const faults = place === undefined ? undefined : new FiledFaults(started, place);
    if (faults !== undefined && place !== undefined) watching.use(watchFile(place.path, () => reload(faults)));
    await faults?.load();
    let told = 0;
    const tellFaults = () => {
      for (const { rule, fault, statement } of started.firings.slice(told))
        print(`${fault.kind} (${faults?.placeOf(rule) ?? ''}) strikes ${nameOf(statement)}`);
      told = started.firings.length;
    };
    started.observe({
      // A fault strikes after this; a statement that is frozen never ends.
      statementStarted: () => void setImmediate(tellFaults),
      statementEnded: (statement) => {
        tellFaults();
        print(statementLine(statement));
      },
    });
    await toStdout(`Listening: ${withoutPassword(started.urlFor(upstream))}\nCtrl-C stops it.\n`);
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

function identityOf({ certificate, key }: { certificate?: string | undefined; key?: string | undefined }) {
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined || key === undefined)
    throw new UsageError('--certificate and --key go together: TLS with clients needs both');
  return { cert: contentOf('--certificate', certificate), key: contentOf('--key', key) };
}

function contentOf(option: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${option} cannot be read: ${reason}`, { cause });
  }
}

function addressOf(text: string): { host: string; port: number } {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host !== undefined && Number(port) <= 65_535) return { host, port: Number(port) };
  throw new UsageError(`--listen must be host:port, such as 127.0.0.1:6432, not ${text}`);
}

function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/[^:@/]*):[^@/]*@/, '$1@');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
