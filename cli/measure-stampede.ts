import { writeFile } from 'node:fs/promises';
import {
  type Baseline,
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
import { exportLoad } from '../bench/stampede/export/index.ts';
import { openProgress } from './bench-progress.ts';
import {
  type StampedeArguments,
  exportOptions,
  optionalNumber,
  resolverOptions,
  serviceOptions,
} from './bench-stampede-options.ts';
import { exitCodes } from './exit-code.ts';
import { toStderr, toStdout } from './terminal.ts';

interface GateArguments {
  readonly 'max-queries'?: string | undefined;
  readonly 'max-p99-ratio'?: string | undefined;
  readonly baseline?: string | undefined;
}

/** What becomes of the report. */
interface ReportArguments {
  readonly json: boolean;
  readonly html?: string | undefined;
  readonly export?: string | undefined;
}

/** Measures what the arguments say, or prints the load for another engine; resolves with the exit code. */
export async function measureStampede(
  given: StampedeArguments & GateArguments & ReportArguments,
  headers: readonly string[],
): Promise<number> {
  if (given.export !== undefined) {
    await toStdout(exportLoad(given.export, exportOptions(given, headers)));
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
    const { report, run } = await measure(given, headers, gates.baseline, interruption.signal);
    if (given.html !== undefined) await writePage(given.html, report, run);
    await toStdout(given.json ? `${JSON.stringify(report, undefined, 2)}\n` : `${renderStampede(report)}\n`);
    return exitCodeOf(report, gates);
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}

async function measure(
  given: StampedeArguments,
  headers: readonly string[],
  baseline: Baseline | undefined,
  signal: AbortSignal,
): Promise<{ report: StampedeReport; run: StampedeRun }> {
  using progress = await openProgress();
  const company = { signal, onProgress: progress.show };
  const { url } = given;
  if (url === undefined) {
    const options = resolverOptions(given);
    const run = await runStampede({ ...options, ...company });
    return { run, report: stampedeReport({ ...options, ...run, baseline }) };
  }
  const options = serviceOptions({ ...given, url }, headers);
  const run = await runService({ ...options, ...company });
  return { run, report: stampedeReport({ ...options, ...run, baseline }) };
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

async function writePage(file: string, report: StampedeReport, run: StampedeRun): Promise<void> {
  const { renderStampedePage } = await import('../bench/report/html/index.ts');
  await writeFile(file, renderStampedePage(report, run.taken, { createdAt: new Date() }));
}
