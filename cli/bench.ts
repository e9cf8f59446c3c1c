import { defineCommand, renderUsage, runCommand } from 'citty';
import { benchmarks, machine, renderTable } from '../bench/index.ts';
import { exitCodes } from './exit-code.ts';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';
import { toStderr, toStdout } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const args = {
  name: { type: 'positional', required: false, description: 'The benchmark; without one, those that there are' },
  json: { type: 'boolean', default: false, description: 'One JSON document on stdout' },
  rounds: { type: 'string', default: '7', description: 'Measurements of each row' },
} as const;

const stampede = { name: 'stampede', title: 'what a thousand callers of one tenant cost, resolver by resolver' };

export const bench = defineCommand({
  meta: { name: 'rustok-testkit bench', description: 'Measure in one run against what you would pick instead' },
  args,
  run: async ({ args: given, rawArgs }): Promise<number> => {
    if (rawArgs[0] === 'stampede') return await runStampede(rawArgs.slice(1));
    refuseUnknownOptions(given, args);
    const known = [...benchmarks, stampede].map(({ name, title }) => `  ${name}: ${title}`).join('\n');
    const benchmark = benchmarks.find(({ name }) => name === given.name);
    if (benchmark === undefined) throw new UsageError(`unknown benchmark ${given.name ?? ''}. There are:\n${known}`);
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
  return await (name === 'stampede' ? renderUsage((await loadStampede()).benchStampede) : renderUsage(bench));
}

async function runStampede(rawArgs: string[]): Promise<number> {
  const { benchStampede } = await loadStampede();
  return (await runCommand(benchStampede, { rawArgs })).result as number;
}

/** Loaded late: the other benchmarks do without its peers. */
async function loadStampede() {
  return await import('./bench-stampede.ts');
}
