import { InconclusiveError, type OperationProcess } from '../../contract/index.ts';
import { forkOperations } from './fork-operations.ts';
import type { ProcessOrder } from './process-messages.ts';

/** Runs the order's calls, all at once, in a process of their own. */
export async function startOperationProcess(order: ProcessOrder): Promise<OperationProcess> {
  const { child, kill } = await forkOperations();
  child.send(order);
  if (child.pid === undefined) throw new InconclusiveError('the process for the operations has no id');
  return { pid: child.pid, kill, [Symbol.asyncDispose]: kill };
}
