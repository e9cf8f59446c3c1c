import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadOptions, LoadResult } from './load.ts';
import { LoadError } from './load-error.ts';
import type { LoadOrder, LoadReport } from './load-process.ts';
import { requireLoopback, requireUrl } from './loopback.ts';
import { requireLoadGenerator } from './require-load-generator.ts';
import type { OpenLoadOptions, OpenLoadResult } from './open-load.ts';

const script = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './load-process.ts' : './load-process.js', import.meta.url),
);
/** Time for the process to start and to report, over the load's own deadline. */
const processGraceMs = 20_000;

/** What whoever sends a load may listen to and do while it goes on. */
export interface LoadCompany {
  /** Every request of the order has been written. */
  readonly onAllSent?: () => void;
  /** Ends the load; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Sends requests through autocannon in a process of its own and resolves to what became of every one of them, answered or not;
 * rejects with a `LoadError` only when the load itself could not be made, with a `MissingPeerError` where autocannon is not installed.
 */
export async function sendLoad(options: LoadOptions, company: LoadCompany = {}): Promise<LoadResult> {
  requireTarget(options);
  const { connections, requestsPerConnection = 1, deadlineMs } = options;
  if (!isWhole(connections) || !isWhole(requestsPerConnection) || !(deadlineMs > 0))
    throw new LoadError(
      'LOAD_OPTIONS_INVALID',
      `connections and requestsPerConnection must be whole numbers above 0 and deadlineMs above 0, not ${connections}, ${requestsPerConnection} and ${deadlineMs}`,
    );
  return (await carryOut({ kind: 'closed', options }, options.deadlineMs, company)) as LoadResult;
}

/**
 * Sends requests at a rate, from a process of its own, whatever becomes of those before them; latencies count from the moment at
 * which a request was due, so that no stall hides the requests that would have come during it.
 */
export async function sendOpenLoad(options: OpenLoadOptions, company: LoadCompany = {}): Promise<OpenLoadResult> {
  requireTarget(options);
  const { connections, ratePerSecond, durationMs, deadlineMs } = options;
  if (!isWhole(connections) || !(ratePerSecond > 0) || !(durationMs > 0) || !(deadlineMs > 0))
    throw new LoadError(
      'LOAD_OPTIONS_INVALID',
      `connections must be a whole number above 0, ratePerSecond, durationMs and deadlineMs above 0, not ${connections}, ${ratePerSecond}, ${durationMs} and ${deadlineMs}`,
    );
  return (await carryOut({ kind: 'open', options }, durationMs + deadlineMs, company)) as OpenLoadResult;
}

async function carryOut(
  order: LoadOrder,
  withinMs: number,
  company: LoadCompany,
): Promise<LoadResult | OpenLoadResult> {
  company.signal?.throwIfAborted();
  await requireLoadGenerator();
  company.signal?.throwIfAborted();
  const child = fork(script, { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const report = await reportOf(child, order, withinMs, company);
  if ('result' in report) return report.result;
  const { code, message } = report.error;
  if (code === 'TOO_FEW_OPEN_FILES' || code === 'SOCKETS_INTERCEPTED') throw new LoadError(code, message);
  throw new LoadError('LOAD_PROCESS_FAILED', message, { cause: report.error });
}

type LastReport = Exclude<LoadReport, { readonly allSent: true }>;

async function reportOf(
  child: ChildProcess,
  order: LoadOrder,
  withinMs: number,
  { onAllSent, signal }: LoadCompany,
): Promise<LastReport> {
  const report = Promise.withResolvers<LastReport>();
  const fail = (why: string): void =>
    report.reject(new LoadError('LOAD_PROCESS_FAILED', `The load process ${why}${said === '' ? '' : `: ${said}`}`));
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  child.on('message', (message: LoadReport) => {
    if ('allSent' in message) onAllSent?.();
    else report.resolve(message);
  });
  child.once('error', (error) => fail(`could not run (${error.message})`));
  child.once('close', (code, killedBy) => fail(`ended (${killedBy ?? code}) before it reported`));
  const overdue = setTimeout(() => fail('did not report in time'), withinMs + processGraceMs);
  const giveUp = (): void => report.reject(signal?.reason);
  signal?.addEventListener('abort', giveUp);
  try {
    child.send(order);
    return await report.promise;
  } finally {
    clearTimeout(overdue);
    signal?.removeEventListener('abort', giveUp);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
}

function requireTarget({ url, allowRemote }: { readonly url: string; readonly allowRemote?: boolean }): void {
  if (allowRemote === true) requireUrl(url);
  else requireLoopback(url);
}

function isWhole(count: number): boolean {
  return Number.isInteger(count) && count > 0;
}
