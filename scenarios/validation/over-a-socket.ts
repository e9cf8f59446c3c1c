import type { HttpAnswer, Scenario } from '../contract/index.ts';
import { clipped, demandNone, problemFaults, requestBy } from '../http/index.ts';
import { bodyRefusals, envelopeRefusals, lengthRefusals } from './body-refusals.ts';
import { fieldRefusals } from './field-refusals.ts';
import { prototypeRefusals } from './prototype-refusals.ts';
import type { Refusal } from './refusal.ts';
import { type Stage, setStage } from './stage.ts';

const everyNth = 12;

/** What reaches the service only with a real connection: its parser, its limits, bodies that come in pieces. */
export const overASocket: Scenario = {
  id: 'VALIDATION-13',
  title: 'MUST refuse over a socket as in process, whatever is sent',
  needs: ['routes'],
  run: async (subject, report) => {
    const stage = await setStage(subject);
    const { forms } = stage;
    const sample = [fieldRefusals, prototypeRefusals, bodyRefusals, envelopeRefusals]
      .flatMap((refusalsOf) => refusalsOf(forms))
      .filter((_, index) => index % everyNth === 0);
    await stage.rows.commit(stage.http);
    const findings: string[] = [];
    for (const refusal of [...sample, ...unreadable, ...lengthRefusals(forms.slice(0, 1))]) {
      report.signal.throwIfAborted();
      report.count('requests');
      const found = await faultsOf(stage, refusal);
      findings.push(...found.map((fault) => `${refusal.name}, over a socket: ${fault}`));
    }
    demandNone(findings);
  },
};

/** A connection each, since what is refused may cost it. */
async function faultsOf({ http }: Stage, { request, due = [400] }: Refusal): Promise<string[]> {
  await using connection = await http.connect();
  let answer: HttpAnswer;
  try {
    answer = await connection.send(request);
  } catch (error) {
    return [`not answered at all: ${String(error)}`];
  }
  if (due.includes(answer.status)) return problemFaults(answer);
  return [`${answer.status} instead of ${due.join(' or ')}: ${clipped(answer.body)}`];
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
