import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadOptions, LoadResult } from './load.ts';
import { LoadError } from './load-error.ts';
import type { LoadReport } from './load-process.ts';
import { requireLoopback } from './loopback.ts';

const script = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './load-process.ts' : './load-process.js', import.meta.url),
);
/** Time for the process to start and to report, over the load's own deadline. */
const processGraceMs = 20_000;

/**
 * Sends requests through autocannon in a process of its own and resolves to what became of every one of them, answered or not;
 * rejects with a `LoadError` only when the load itself could not be made.
 */
export async function sendLoad(options: LoadOptions): Promise<LoadResult> {
  requireLoopback(options.url);
  requireCounts(options);
  const child = fork(script, { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const report = await reportOf(child, options);
  if ('result' in report) return report.result;
  if (report.error.code === 'TOO_FEW_OPEN_FILES') throw new LoadError('TOO_FEW_OPEN_FILES', report.error.message);
  throw new LoadError('LOAD_PROCESS_FAILED', report.error.message, { cause: report.error });
}

async function reportOf(child: ChildProcess, options: LoadOptions): Promise<LoadReport> {
  const report = Promise.withResolvers<LoadReport>();
  const fail = (why: string): void =>
    report.reject(new LoadError('LOAD_PROCESS_FAILED', `The load process ${why}${said === '' ? '' : `: ${said}`}`));
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  child.once('message', (message) => report.resolve(message as LoadReport));
  child.once('error', (error) => fail(`could not run (${error.message})`));
  child.once('close', (code, signal) => fail(`ended (${signal ?? code}) before it reported`));
  const overdue = setTimeout(() => fail('did not report in time'), options.deadlineMs + processGraceMs);
  try {
    child.send(options);
    return await report.promise;
  } finally {
    clearTimeout(overdue);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
}

function requireCounts({ connections, requestsPerConnection = 1, deadlineMs }: LoadOptions): void {
  const whole = (count: number): boolean => Number.isInteger(count) && count > 0;
  if (whole(connections) && whole(requestsPerConnection) && deadlineMs > 0) return;
  throw new LoadError(
    'LOAD_OPTIONS_INVALID',
    `connections and requestsPerConnection must be whole numbers above 0 and deadlineMs above 0, not ${connections}, ${requestsPerConnection} and ${deadlineMs}`,
  );
}
