#!/usr/bin/env node
import { type ArgsDef, type CommandDef, defineCommand, renderUsage, runCommand } from 'citty';
import { stopServers } from '../harness/database/index.ts';
import { RustokError } from '../src/errors/index.ts';
import { bench } from './bench.ts';
import { exitCodes } from './exit-code.ts';
import { prove } from './prove.ts';
import { proxy } from './proxy.ts';
import { sabotage } from './sabotage.ts';
import { serve } from './serve.ts';
import { toStderr, toStdout } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const main = defineCommand({
  meta: { name: 'rustok-testkit', description: 'Proves commit-only publishing and one query for a thousand callers' },
  subCommands: { prove, sabotage, serve, proxy, bench },
});
const commands = {
  prove: runnable(prove),
  sabotage: runnable(sabotage),
  serve: runnable(serve),
  proxy: runnable(proxy),
  bench: runnable(bench),
};

process.exitCode = await run(process.argv.slice(2));
await stopServers();
// A target may leave handles open; the report is out, and a finished command must end.
process.exit();

async function run([name = '', ...rest]: string[]): Promise<number> {
  try {
    const asksForHelp = [name, ...rest].some((argument) => argument === '--help' || argument === '-h');
    if (isCommand(name)) return await (asksForHelp ? print(commands[name].usage()) : commands[name].run(rest));
    if (asksForHelp) return await print(renderUsage(main));
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
    usage: () => renderUsage(command),
  };
}

async function print(document: Promise<string>): Promise<number> {
  await toStdout(`${await document}\n`);
  return exitCodes.held;
}

function isCommand(name: string): name is keyof typeof commands {
  return Object.hasOwn(commands, name);
}

/** What the user can mend is told in one line; anything else keeps its stack. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isMeantForUsers = error instanceof UsageError || error instanceof RustokError || error.name === 'CLIError';
  return `rustok-testkit: ${isMeantForUsers ? error.message : (error.stack ?? error.message)}`;
}
