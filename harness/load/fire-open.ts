import { Agent, type IncomingMessage, request } from 'node:http';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { OpenBooks } from './open-books.ts';
import type { OpenLoadOptions, OpenLoadResult } from './open-load.ts';
import { poissonArrivals } from './poisson-arrivals.ts';
import { monotonicMs } from './stopwatch.ts';

/** Sends each request when it is due, from this process, whatever became of those before it. */
export async function fireOpen(options: OpenLoadOptions): Promise<OpenLoadResult> {
  const books = new OpenBooks();
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const begun = monotonicMs();
  for (const dueMs of poissonArrivals(options)) {
    await until(begun + dueMs);
    send(options, agent, books, begun + dueMs);
  }
  const isDone = await settled(books, options.deadlineMs);
  agent.destroy();
  return books.close(isDone, options.connections);
}

/** Timers are whole milliseconds: the rest is waited for turn by turn, so that answers are still read. */
async function until(moment: number): Promise<void> {
  for (;;) {
    const left = moment - monotonicMs();
    if (left <= 0) return;
    await (left > 2 ? delay(left - 1.5) : nextTurn());
  }
}

function send(options: OpenLoadOptions, agent: Agent, books: OpenBooks, dueAt: number): void {
  const arrival = books.arrive(dueAt);
  const sent = request(options.url, { agent, headers: { ...options.headers } });
  sent.on('socket', () => arrival.written());
  sent.on('response', (response: IncomingMessage) => {
    response.on('end', () => arrival.answered(response.statusCode ?? 0));
    response.on('error', () => undefined);
    response.resume();
  });
  sent.on('error', (error: NodeJS.ErrnoException) => arrival.failed(error.code ?? error.message));
  sent.on('close', () => arrival.failed('closed without an answer'));
  sent.end();
}

async function settled(books: OpenBooks, deadlineMs: number): Promise<boolean> {
  const end = monotonicMs() + deadlineMs;
  while (books.backlog > 0) {
    if (monotonicMs() > end) return false;
    await delay(5);
  }
  return true;
}
