import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { InconclusiveError } from '../../contract/index.ts';

const childPath = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url),
);

/** A process that waits for its order. */
export interface ForkedOperations {
  readonly child: ChildProcess;
  readonly exited: Promise<unknown>;
  /** Sends SIGKILL and resolves when it has exited. */
  kill(): Promise<void>;
}

export async function forkOperations(): Promise<ForkedOperations> {
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
  return { child, exited, kill };
}

async function failsOn(exited: Promise<unknown[]>): Promise<never> {
  const [code] = await exited;
  throw new InconclusiveError(`the process for the operations ended with code ${String(code)} before it was ready`);
}
