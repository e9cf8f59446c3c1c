import { writeFile } from 'node:fs/promises';
import { defineCommand } from 'citty';
import {
  type Gates,
  type StampedeReport,
  type StampedeRun,
  exceeded,
  readBaseline,
  renderStampede,
  runService,
  runStampede,
  stampedeReport,
} from '../bench/stampede/index.ts';
import { openProgress } from './bench-progress.ts';
import { exportLoad } from '../bench/stampede/export/index.ts';
import { exportOptions, optionalNumber, resolverOptions, serviceOptions } from './bench-stampede-options.ts';
import { exitCodes } from './exit-code.ts';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';
import { toStderr, toStdout } from './terminal.ts';

const args = {
  connections: { type: 'string', default: '1000', valueHint: 'number', description: 'Callers in a crowd' },
  cases: { type: 'string', description: 'found, missing, inactive, error, slow-error, get-hit, hit, expiry, open' },
  resolvers: {
    type: 'string',
    description: 'reference, reference-stale, naive, constant, names of libraries, paths of modules (./mine.js)',
  },
  rounds: { type: 'string', default: '5', valueHint: 'number', description: 'Measurements of each row' },
  seed: { type: 'string', default: '1', valueHint: 'number', description: 'Of the arrivals of an open loop' },
  rate: { type: 'string', valueHint: 'number', description: 'Arrivals a second: measures an open loop too' },
  json: { type: 'boolean', default: false, description: 'One JSON document on stdout' },
  html: { type: 'string', valueHint: 'file', description: 'Write the report as one self-contained page' },
  baseline: { type: 'string', valueHint: 'file', description: 'An earlier --json: regressions beyond the noise fail' },
  'max-queries': { type: 'string', valueHint: 'number', description: 'Fail when a crowd costs more queries' },
  'max-p99-ratio': {
    type: 'string',
    valueHint: 'number',
    description: 'Fail when p99 of a crowd is more than so many times that of the bare framework',
  },
  url: { type: 'string', description: 'Measure a service that is running; needs --query-pattern and --database' },
  'query-pattern': { type: 'string', description: 'With --url: which statements are counted' },
  database: { type: 'string', description: "With --url: a superuser's URL of the service's database" },
  'hold-table': { type: 'string', description: 'With --url: the table to hold until the whole crowd was sent' },
  header: { type: 'string', description: 'With --url: "Name: value", as often as needed' },
  export: {
    type: 'string',
    valueHint: 'engine',
    description: 'With --url: print the load for artillery or k6, send nothing',
  },
  'allow-remote': { type: 'boolean', default: false, description: 'With --url: a service that is not on this machine' },
} as const;

export const benchStampede = defineCommand({
  meta: {
    name: 'rustok-testkit bench stampede',
    description: 'What a thousand callers of one tenant cost, resolver by resolver',
  },
  args,
  run: async ({ args: given, rawArgs }): Promise<number> => {
    refuseUnknownOptions(given, args);
    if (given.export !== undefined) {
      await toStdout(exportLoad(given.export, exportOptions(given, headersIn(rawArgs))));
      return exitCodes.held;
    }
    const gates = await gatesOf(given);
    const interruption = new AbortController();
    const interrupt = (): void => {
      toStderr('Stopping: what was measured is reported.');
      interruption.abort(new Error('interrupted'));
    };
    process.once('SIGINT', interrupt);
    try {
      const { report, run } = await measure(given, headersIn(rawArgs), interruption.signal);
      if (given.html !== undefined) await writePage(given.html, report, run);
      await toStdout(given.json ? `${JSON.stringify(report, undefined, 2)}\n` : `${renderStampede(report)}\n`);
      return exitCodeOf(report, gates);
    } finally {
      process.removeListener('SIGINT', interrupt);
    }
  },
});

type Given = Parameters<typeof resolverOptions>[0];

async function measure(
  given: Given,
  headers: readonly string[],
  signal: AbortSignal,
): Promise<{ report: StampedeReport; run: StampedeRun }> {
  using progress = await openProgress();
  const company = { signal, onProgress: progress.show };
  const { url } = given;
  if (url === undefined) {
    const options = resolverOptions(given);
    const run = await runStampede({ ...options, ...company });
    return { run, report: stampedeReport({ ...options, ...run }) };
  }
  const options = serviceOptions({ ...given, url }, headers);
  const run = await runService({ ...options, ...company });
  return { run, report: stampedeReport({ ...options, ...run }) };
}

interface GateArguments {
  readonly 'max-queries'?: string | undefined;
  readonly 'max-p99-ratio'?: string | undefined;
  readonly baseline?: string | undefined;
}

async function gatesOf(given: GateArguments): Promise<Gates> {
  const maxQueries = optionalNumber('--max-queries', given['max-queries']);
  const maxP99Ratio = optionalNumber('--max-p99-ratio', given['max-p99-ratio']);
  return {
    ...(maxQueries === undefined ? {} : { maxQueries }),
    ...(maxP99Ratio === undefined ? {} : { maxP99Ratio }),
    ...(given.baseline === undefined ? {} : { baseline: await readBaseline(given.baseline) }),
  };
}

/** What is wrong is told on stderr; a doubt about those who are judged makes the run inconclusive. */
function exitCodeOf(report: StampedeReport, gates: Gates): number {
  const wrong = exceeded(report, gates);
  for (const sentence of wrong) toStderr(`FAILED ${sentence}`);
  if (report.isPartial) return exitCodes.interrupted;
  if (wrong.length > 0) return exitCodes.failed;
  const isDoubtful = report.problems.some(({ subject }) => report.judged.includes(subject));
  return isDoubtful || report.rows.length === 0 ? exitCodes.inconclusive : exitCodes.held;
}

/** citty keeps the last one only. */
function headersIn(rawArgs: readonly string[]): string[] {
  return rawArgs.flatMap((argument, index) => {
    if (argument === '--header') return [rawArgs[index + 1] ?? ''];
    return argument.startsWith('--header=') ? [argument.slice('--header='.length)] : [];
  });
}

async function writePage(file: string, report: StampedeReport, run: StampedeRun): Promise<void> {
  const { renderStampedePage } = await import('../bench/report/html/index.ts');
  await writeFile(file, renderStampedePage(report, run.taken, { createdAt: new Date() }));
}
