import { type ArgsDef, type CommandDef, defineCommand, renderUsage, runCommand } from 'citty';
import { RustokError } from '../src/errors/index.ts';
import { exitCodes } from './exit-code.ts';
import { manifest } from './manifest.ts';
import { plainUnlessTerminal, toStderr, toStdout } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Each is loaded when it is asked for: the kit takes seconds to load, and a command needs a part of it. */
const loaders = {
  prove: async () => (await import('./prove.ts')).prove,
  sabotage: async () => (await import('./sabotage.ts')).sabotage,
  serve: async () => (await import('./serve.ts')).serve,
  proxy: async () => (await import('./proxy.ts')).proxy,
  bench: async () => (await import('./bench.ts')).bench,
  db: async () => (await import('./db.ts')).db,
  engines: async () => (await import('./engines.ts')).engines,
};
const commands = {
  prove: runnable(loaders.prove),
  sabotage: runnable(loaders.sabotage),
  serve: runnable(loaders.serve),
  proxy: runnable(loaders.proxy),
  bench: { ...runnable(loaders.bench), usage: async (rest: string[]) => (await import('./bench.ts')).benchUsage(rest) },
  db: runnable(loaders.db),
  engines: runnable(loaders.engines),
};
const main = defineCommand({
  meta: { name: 'rustok-testkit', description: 'Proves commit-only publishing and one query for a thousand callers' },
  subCommands: loaders,
});

/** Runs the command that the arguments ask for, and resolves with its exit code when nothing that it started is left. */
export async function run([name = '', ...rest]: readonly string[]): Promise<number> {
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

function runnable<T extends ArgsDef>(load: () => Promise<CommandDef<T>>) {
  return {
    run: async (rawArgs: string[]): Promise<number> => {
      const command = await load();
      try {
        return (await runCommand(command, { rawArgs })).result as number;
      } finally {
        await (await import('../harness/database/index.ts')).stopServers();
      }
    },
    usage: async (_rest: string[]) => renderUsage(await load()),
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
