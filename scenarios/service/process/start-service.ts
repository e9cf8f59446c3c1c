import { freePort } from '../../../harness/database/index.ts';
import { DependencyError } from '../../../src/errors/index.ts';
import { untilTrue } from '../../levers/index.ts';
import { type WorldValues, fillText } from '../file/placeholders.ts';
import type { ServiceFile } from '../file/service-file.ts';
import { exchange } from './http-exchange.ts';
import { ServiceProcess } from './service-process.ts';

/** A service that is up. */
export interface StartedService {
  readonly process: ServiceProcess;
  readonly port: number;
}

const portAttempts = 5;
const portIsTaken = /address already in use|EADDRINUSE/i;

/** Starts the service's command and resolves when it says that it is up; whoever takes a free port may lose it, then another one is tried. */
export async function startService(file: ServiceFile, values: Omit<WorldValues, 'port'>): Promise<StartedService> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const started = new ServiceProcess(orderOf(file, file.command ?? [], { ...values, port: String(port) }));
    const ready = file.ready?.line === undefined ? await answers(file, started, port) : await says(file, started, port);
    if (ready !== undefined) return { process: started, port: ready };
    const exit = started.exit;
    await started.kill();
    if (portIsTaken.test(started.output) && attempt < portAttempts) continue;
    throw new DependencyError(notReady(file, exit, started.output), { code: 'SERVICE_NOT_READY' });
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

async function answers(file: ServiceFile, started: ServiceProcess, port: number): Promise<number | undefined> {
  const isUp = async () => {
    const answer = await exchange({ port, method: 'GET', path: file.ready?.http ?? '/' }).catch(() => undefined);
    return answer !== undefined && answer.status >= 200 && answer.status < 400;
  };
  let up = false;
  await untilTrue(async () => started.exit !== undefined || (up = await isUp()), file.ready?.withinMs ?? 0);
  return up && started.exit === undefined ? port : undefined;
}

/** A line with a group named `port` says which port the service chose itself. */
async function says(file: ServiceFile, started: ServiceProcess, port: number): Promise<number | undefined> {
  const { promise: heard, resolve } = Promise.withResolvers<number | undefined>();
  started.onLine((line) => {
    const match = file.ready?.line?.exec(line);
    if (match) resolve(Number(match.groups?.['port'] ?? port));
  });
  const giveUp = setTimeout(resolve, file.ready?.withinMs ?? 0, undefined);
  void started.exited.then(() => resolve(undefined));
  try {
    return await heard;
  } finally {
    clearTimeout(giveUp);
  }
}

function notReady(file: ServiceFile, exit: ServiceProcess['exit'], output: string): string {
  const sign =
    file.ready?.http === undefined ? `printed a line like ${String(file.ready?.line)}` : `answered ${file.ready.http}`;
  const what =
    exit === undefined
      ? `has not ${sign} within ${file.ready?.withinMs} ms`
      : `ended (${exit.signal ?? exit.code}) before it ${sign}`;
  return `${file.name} ${what}${output === '' ? '' : `; it printed:\n${output}`}`;
}
