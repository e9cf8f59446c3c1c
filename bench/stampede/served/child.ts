import type { AnswerMessage, CallMessage, ServeOrder, ServedCalls } from './order.ts';
import { serveSubject } from './served-subject.ts';

// Whoever started this process may be gone; nobody wants it then.
process.once('disconnect', () => process.exit());
// Ctrl-C reaches the whole group; whoever gave the order decides when this ends.
process.on('SIGINT', () => {});
process.once('message', (order) => {
  void start(order as ServeOrder);
});

async function start(order: ServeOrder): Promise<void> {
  await reply(0, async () => {
    const { address, calls } = await serveSubject(order);
    process.on('message', (message) => void answer(calls, message as CallMessage));
    return address;
  });
}

async function answer(calls: ServedCalls, { id, call, argument }: CallMessage): Promise<void> {
  await reply(id, async () => await (calls[call] as (argument: unknown) => unknown)(argument));
}

async function reply(id: number, work: () => Promise<unknown>): Promise<void> {
  try {
    send({ id, value: await work() });
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    send({ id, error: { message, ...(code === undefined ? {} : { code }) } });
  }
}

function send(message: AnswerMessage): void {
  process.send?.(message);
}
