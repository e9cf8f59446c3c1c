import { once } from 'node:events';
import { defineCommand } from 'citty';
import { startProxy } from '../harness/wire/index.ts';
import { exitCodes } from './exit-code.ts';
import { type FiledFault, readFaults } from './proxy-faults.ts';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';
import { nameOf, statementLine } from './statement-line.ts';
import { toStderr, toStdout } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const args = {
  upstream: { type: 'string', valueHint: 'url', description: "The server's URL: postgres://user@host:5432/database" },
  listen: {
    type: 'string',
    default: '127.0.0.1:0',
    valueHint: 'host:port',
    description: 'Where clients connect; port 0 takes a free one',
  },
  faults: { type: 'string', valueHint: 'file', description: 'Faults and the statements that they strike (YAML)' },
  admin: { type: 'string', valueHint: 'url', description: "A superuser's URL, for the fault kill-backend" },
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
    const faults = given.faults === undefined ? [] : readFaults(given.faults);
    const killer = faults.find(({ rule }) => rule.fault.kind === 'kill-backend');
    if (killer !== undefined && admin === undefined)
      throw new UsageError(`${killer.place}: kill-backend needs --admin, a superuser's URL of the same server`);
    const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await using started = await startProxy({
      upstream,
      listen: addressOf(given.listen),
      ...(admin === undefined ? {} : { adminUrl: admin }),
    });
    const filed = new Map<number, FiledFault>();
    for (const fault of faults) filed.set((await started.inject(fault.rule)).rule, fault);
    let told = 0;
    const tellFaults = () => {
      for (const { rule, fault, statement } of started.firings.slice(told))
        print(`${fault.kind} (${filed.get(rule)?.place ?? ''}) strikes ${nameOf(statement)}`);
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
