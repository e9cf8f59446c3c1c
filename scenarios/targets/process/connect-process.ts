import { once } from 'node:events';
import { InconclusiveError, type Operation, type ServiceProcess } from '../../contract/index.ts';
import { forkOperations } from './fork-operations.ts';
import type { NumberedAnswer, ProcessOrder } from './process-messages.ts';

/** The operations of a reference in a process of its own, to be called one by one; inputs are prepared in this one. */
export async function connectOperationProcess(
  order: ProcessOrder,
  operations: Readonly<Record<string, Operation>>,
): Promise<ServiceProcess> {
  const { child, kill, exited } = await forkOperations();
  const waiting = new Map<number, (answer: NumberedAnswer) => void>();
  child.on('message', (message) => {
    if (message !== null && typeof message === 'object' && 'number' in message) settle(message as NumberedAnswer);
  });
  const settle = (answer: NumberedAnswer) => {
    waiting.get(answer.number)?.(answer);
    waiting.delete(answer.number);
  };
  void exited.then(() => {
    for (const number of waiting.keys()) settle({ number, error: 'the process has ended' });
  });
  let calls = 0;
  const call = async (operation: string, input: Parameters<Operation['call']>[0]) => {
    calls += 1;
    const number = calls;
    const answered = new Promise<NumberedAnswer>((resolve) => waiting.set(number, resolve));
    child.send({ number, operation, input }, (error) => {
      if (error !== null) settle({ number, error: error.message });
    });
    const { error } = await answered;
    if (error !== undefined) throw new Error(error);
  };
  const connected = once(child, 'message');
  child.send(order);
  if ((await Promise.race([connected, exited.then(() => undefined)])) === undefined)
    throw new InconclusiveError('the process for the operations ended before it was connected');
  return {
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, operation]) => [
        name,
        { ...operation, call: (input: Parameters<Operation['call']>[0]) => call(name, input) },
      ]),
    ),
    kill,
    [Symbol.asyncDispose]: kill,
  };
}
