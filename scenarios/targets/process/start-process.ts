import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { InconclusiveError, type OperationCall, type OperationProcess } from '../../contract/index.ts';

/** What the child is told. */
export interface ProcessOrder {
  readonly url: string;
  readonly target: string;
  readonly deadlineMs: number;
  readonly calls: readonly OperationCall[];
}

const childPath = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url),
);

/** Runs the calls, all at once, in a process of their own. */
export async function startOperationProcess(order: ProcessOrder): Promise<OperationProcess> {
  const child = fork(childPath, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  try {
    await Promise.race([once(child, 'message'), failsOn(exited)]);
  } catch (error) {
    await kill();
    throw error;
  }
  child.send(order);
  return { pid: pidOf(child), kill, [Symbol.asyncDispose]: kill };
}

async function failsOn(exited: Promise<unknown[]>): Promise<never> {
  const [code] = await exited;
  throw new InconclusiveError(`the process for the operations ended with code ${String(code)} before it was ready`);
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new InconclusiveError('the process for the operations has no id');
  return pid;
}
