import { type ArgsDef, type CommandDef, defineCommand, renderUsage, runCommand } from 'citty';
import { stopServers } from '../harness/database/index.ts';
import { RustokError } from '../src/errors/index.ts';
import { bench, benchUsage } from './bench.ts';
import { db } from './db.ts';
import { engines } from './engines.ts';
import { exitCodes } from './exit-code.ts';
import { manifest } from './manifest.ts';
import { prove } from './prove.ts';
import { proxy } from './proxy.ts';
import { sabotage } from './sabotage.ts';
import { serve } from './serve.ts';
import { plainUnlessTerminal, toStderr, toStdout } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const main = defineCommand({
  meta: { name: 'rustok-testkit', description: 'Proves commit-only publishing and one query for a thousand callers' },
  subCommands: { prove, sabotage, serve, proxy, bench, db, engines },
});
const commands = {
  prove: runnable(prove),
  sabotage: runnable(sabotage),
  serve: runnable(serve),
  proxy: runnable(proxy),
  bench: { ...runnable(bench), usage: benchUsage },
  db: runnable(db),
  engines: runnable(engines),
};

/** Runs the command that the arguments ask for, and resolves with its exit code when nothing that it started is left. */
export async function run(argv: readonly string[]): Promise<number> {
  const exitCode = await runNamed(argv);
  await stopServers();
  return exitCode;
}

async function runNamed([name = '', ...rest]: readonly string[]): Promise<number> {
  try {
    if (name === '--version' || name === '-v') return await print(manifest.version);
    const asksForHelp = [name, ...rest].some((argument) => argument === '--help' || argument === '-h');
    if (isCommand(name))
      return await (asksForHelp ? print(await commands[name].usage(rest)) : commands[name].run(rest));
    if (asksForHelp) return await print(await renderUsage(main));
    toStderr(await renderUsage(main));
    throw new UsageError(
      `${name === '' ? 'no command given' : `unknown command ${name}`}; there are ${Object.keys(commands).join(', ')}`,
    );
  } catch (error) {
    toStderr(describe(error));
    return exitCodes.usage;
  }
}

function runnable<T extends ArgsDef>(command: CommandDef<T>) {
  return {
    run: async (rawArgs: string[]): Promise<number> => (await runCommand(command, { rawArgs })).result as number,
    usage: (_rest: readonly string[]) => renderUsage(command),
  };
}

async function print(document: string): Promise<number> {
  await toStdout(plainUnlessTerminal(process.stdout, `${document}\n`));
  return exitCodes.held;
}

function isCommand(name: string): name is keyof typeof commands {
  return Object.hasOwn(commands, name);
}

/** What the user can mend is told without a stack; anything else is a mistake of ours, and keeps it. */
function describe(error: unknown): string {
  const isMeantForUsers =
    error instanceof UsageError ||
    error instanceof RustokError ||
    (error instanceof Error && error.name === 'CLIError');
  if (isMeantForUsers) return `${manifest.name}: ${error.message}`;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${manifest.name} ${manifest.version}: internal error, please report it with what follows (Node ${process.version})\n${stack}`;
}
