import { defineCommand, renderUsage, runCommand } from 'citty';
import { benchmarks, machine, renderTable } from '../bench/index.ts';
import { benchStampede } from './bench-stampede.ts';
import { exitCodes } from './exit-code.ts';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';
import { toStderr, toStdout } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const args = {
  name: { type: 'positional', required: false, description: 'The benchmark; without one, those that there are' },
  json: { type: 'boolean', default: false, description: 'One JSON document on stdout' },
  rounds: { type: 'string', default: '7', description: 'Measurements of each row' },
} as const;

/** Those with options of their own. */
const apart = [
  { name: 'stampede', title: 'what a thousand callers of one tenant cost, resolver by resolver' },
  { name: 'peers', title: 'which cases of suite STAMPEDE hold for the libraries that are compared' },
] as const;

export const bench = defineCommand({
  meta: { name: 'rustok-testkit bench', description: 'Measure in one run against what you would pick instead' },
  args,
  run: async ({ args: given, rawArgs }): Promise<number> => {
    if (isApart(rawArgs[0])) return await runApart(rawArgs[0], rawArgs.slice(1));
    refuseUnknownOptions(given, args);
    const known = [...benchmarks, ...apart].map(({ name, title }) => `  ${name}: ${title}`).join('\n');
    if (given.name === undefined) {
      await toStdout(`${known}\n`);
      return exitCodes.held;
    }
    const benchmark = benchmarks.find(({ name }) => name === given.name);
    if (benchmark === undefined) throw new UsageError(`unknown benchmark ${given.name}. There are:\n${known}`);
    const rounds = Number(given.rounds);
    if (!Number.isInteger(rounds) || rounds < 1)
      throw new UsageError(`--rounds takes a whole number from 1, it got ${given.rounds}`);
    const rows = await benchmark.run({ rounds, onProgress: toStderr });
    const document = { bench: benchmark.name, machine: machine(), rows };
    await toStdout(
      given.json ? `${JSON.stringify(document, undefined, 2)}\n` : `${document.machine}\n\n${renderTable(rows)}\n`,
    );
    return exitCodes.held;
  },
});

/** How the benchmark of that name is used. */
export async function benchUsage([name]: readonly string[]): Promise<string> {
  if (!isApart(name)) return await renderUsage(bench);
  return await (name === 'stampede' ? renderUsage(benchStampede) : renderUsage(await loadPeers()));
}

function isApart(name: string | undefined): name is (typeof apart)[number]['name'] {
  return apart.some((one) => one.name === name);
}

async function runApart(name: (typeof apart)[number]['name'], rawArgs: string[]): Promise<number> {
  const running =
    name === 'stampede' ? runCommand(benchStampede, { rawArgs }) : runCommand(await loadPeers(), { rawArgs });
  return (await running).result as number;
}

/** Loaded late: the other benchmarks do without its peers. */
async function loadPeers() {
  return (await import('./bench-peers.ts')).benchPeers;
}
