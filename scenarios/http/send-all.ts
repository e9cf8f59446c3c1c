import type { HttpAnswer, HttpRequest, HttpService, Reporter } from '../contract/index.ts';

/** Enough to keep the service busy, few enough for its pool. */
const atOnce = 8;

/** Sends what each item asks for, several at a time, and returns each with its answer, in order. */
export async function sendAll<Item extends { readonly request: HttpRequest }>(
  http: HttpService,
  report: Reporter,
  items: readonly Item[],
): Promise<(Item & { readonly answer: HttpAnswer })[]> {
  const answered: (Item & { readonly answer: HttpAnswer })[] = [];
  const queue = items.entries();
  const work = async () => {
    for (const [index, item] of queue) {
      report.signal.throwIfAborted();
      report.count('requests');
      answered[index] = { ...item, answer: await http.send(item.request) };
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return answered;
}
