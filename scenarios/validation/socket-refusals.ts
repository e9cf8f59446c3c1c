import type { HttpAnswer, Reporter } from '../contract/index.ts';
import { requestBy } from '../http/index.ts';
import { absenceRefusals, bodyRefusals, lengthRefusals, typeRefusals } from './body-refusals.ts';
import { fieldRefusals } from './field-refusals.ts';
import { prototypeRefusals } from './prototype-refusals.ts';
import type { Refusal } from './refusal.ts';
import type { Stage } from './stage.ts';

const everyNth = 12;

/** What is worth a connection each: a sample of what is refused in process, and what only a parser of HTTP sees. */
export function socketRefusals({ forms, bodiless }: Stage): Refusal[] {
  const sample = [fieldRefusals, prototypeRefusals, bodyRefusals, typeRefusals, absenceRefusals]
    .flatMap((refusalsOf) => refusalsOf(forms))
    .filter((_, index) => index % everyNth === 0);
  return [...sample, ...unreadable, ...[forms, bodiless].flatMap((some) => lengthRefusals(some.slice(0, 1)))];
}

/** Sends it on a connection of its own, since what is refused may cost it; returns the answer, or the error that came instead. */
export async function sendOverSocket(
  { http }: Stage,
  report: Reporter,
  { request }: Refusal,
): Promise<HttpAnswer | Error> {
  report.signal.throwIfAborted();
  report.count('requests');
  await using connection = await http.connect();
  try {
    return await connection.send(request);
  } catch (error) {
    return new Error(String(error), { cause: error });
  }
}

const get = (path: string) => requestBy({}, { method: 'GET', path });

const unreadable: readonly Refusal[] = [
  { name: 'a broken escape in the path', request: get('/api/content/nodes/%zz') },
  { name: 'a percent sign for a path', request: get('/%') },
  { name: 'a path of 20,000 characters', request: get(`/${'a'.repeat(20_000)}`), due: [400, 404, 414, 431] },
  {
    name: 'a header of 20,000 characters',
    request: { ...get('/health'), headers: { 'x-long': 'a'.repeat(20_000) } },
    due: [400, 431],
  },
  { name: 'an unknown method', request: { ...get('/api/users'), method: 'PROPFIND' }, due: [400, 404, 405] },
];
