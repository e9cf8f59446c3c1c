import { freePort } from '../../../harness/database/index.ts';
import { untilTrue } from '../../levers/index.ts';
import { type WorldValues, fillText } from '../file/placeholders.ts';
import type { ServiceFile } from '../file/service-file.ts';
import { messageOf } from '../message-of.ts';
import { exchange } from './http-exchange.ts';
import { NotReadyError } from './not-ready-error.ts';
import { ServiceProcess } from './service-process.ts';

/** A service that is up. */
export interface StartedService {
  readonly process: ServiceProcess;
  readonly port: number;
}

const portAttempts = 5;
const unanswered = 'no answer in time';
const leastWaitMs = 1000;
const portIsTaken = /address already in use|EADDRINUSE/i;

/** Starts the service's command and resolves when it says that it is up; whoever takes a free port may lose it, then another one is tried. */
export async function startService(file: ServiceFile, values: Omit<WorldValues, 'port'>): Promise<StartedService> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const started = new ServiceProcess(orderOf(file, file.command ?? [], { ...values, port: String(port) }));
    const ready = file.ready?.line === undefined ? await answers(file, started, port) : await says(file, started, port);
    if (ready.port !== undefined) return { process: started, port: ready.port };
    const exit = started.exit;
    await started.kill();
    if (portIsTaken.test(started.output) && attempt < portAttempts) continue;
    throw notReady(file, ready.missed, exit, started.output);
  }
}

/** The command of a process of the service, its placeholders filled in. */
export function orderOf(
  { directory, environment }: Pick<ServiceFile, 'directory' | 'environment'>,
  command: readonly string[],
  values: Readonly<Record<string, unknown>>,
) {
  return {
    command: command.map((part) => fillText(part, values)),
    directory,
    environment: Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, fillText(value, values)] as const),
    ),
  };
}

/** Where a service answers that is up, or what it has not done, in words. */
type Readiness = { readonly port: number } | { readonly port?: never; readonly missed: string };

async function answers(file: ServiceFile, started: ServiceProcess, port: number): Promise<Readiness> {
  const { http: path = '/', withinMs = 0 } = file.ready ?? {};
  const signal = AbortSignal.timeout(withinMs);
  let last = unanswered;
  const isUp = async () => {
    if (signal.aborted) return false;
    const sentAt = performance.now();
    try {
      const { status } = await exchange({ port, method: 'GET', path, signal });
      last = `status ${status}`;
      return status >= 200 && status < 400;
    } catch (error) {
      // A request that the end cut off as soon as it was sent says less than the one before it.
      if (!signal.aborted) last = reasonOf(error);
      else if (performance.now() - sentAt >= leastWaitMs) last = unanswered;
      return false;
    }
  };
  let up = false;
  await untilTrue(async () => started.exit !== undefined || (up = await isUp()), withinMs);
  if (up && started.exit === undefined) return { port };
  const asked = `answered http://127.0.0.1:${port}${path} with 2xx or 3xx`;
  return {
    missed: started.exit === undefined ? `${asked} within ${withinMs} ms; last: ${last}` : asked,
  };
}

function reasonOf(error: unknown): string {
  const isRefused = (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
  return isRefused ? 'connection refused, so that nobody listens on {port}' : messageOf(error);
}

/** A line with a group named `port` says which port the service chose itself. */
async function says(file: ServiceFile, started: ServiceProcess, port: number): Promise<Readiness> {
  const { line: sign, withinMs = 0 } = file.ready ?? {};
  const { promise: heard, resolve } = Promise.withResolvers<number | undefined>();
  started.onLine((line) => {
    const match = sign?.exec(line);
    if (match) resolve(Number(match.groups?.['port'] ?? port));
  });
  const giveUp = setTimeout(resolve, withinMs, undefined);
  void started.exited.then(() => resolve(undefined));
  try {
    const chosen = await heard;
    if (chosen !== undefined) return { port: chosen };
    const asked = `printed a line like ${String(sign)}`;
    return { missed: started.exit === undefined ? `${asked} within ${withinMs} ms` : asked };
  } finally {
    clearTimeout(giveUp);
  }
}

function notReady(file: ServiceFile, missed: string, exit: ServiceProcess['exit'], output: string): NotReadyError {
  const printed = output === '' ? '; it printed nothing' : `; it printed:\n${output}`;
  if (exit !== undefined)
    return new NotReadyError(
      ['command'],
      `${file.name} ended (${exit.signal ?? exit.code}) before it ${missed}${printed}`,
    );
  const sign = file.ready?.line === undefined ? 'http' : 'line';
  return new NotReadyError(['ready', sign], `${file.name} has not ${missed}${printed}`);
}
