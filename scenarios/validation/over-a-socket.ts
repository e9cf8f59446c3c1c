import type { Reporter, Scenario } from '../contract/index.ts';
import { clipped, demandNone, problemFaults } from '../http/index.ts';
import type { Refusal } from './refusal.ts';
import { sendOverSocket, socketRefusals } from './socket-refusals.ts';
import { type Stage, setStage } from './stage.ts';

/** What reaches the service only with a real connection: its parser, its limits, bodies that come in pieces. */
export const overASocket: Scenario = {
  id: 'VALIDATION-13',
  title: 'MUST refuse over a socket as in process, whatever is sent',
  needs: ['routes'],
  run: async (subject, report) => {
    const stage = await setStage(subject);
    const refusals = socketRefusals(stage);
    await stage.rows.commit(stage.http);
    const findings: string[] = [];
    for (const refusal of refusals) {
      const found = await faultsOf(stage, report, refusal);
      findings.push(...found.map((fault) => `${refusal.name}, over a socket: ${fault}`));
    }
    demandNone(findings);
  },
};

async function faultsOf(stage: Stage, report: Reporter, refusal: Refusal): Promise<string[]> {
  const { due = [400] } = refusal;
  const answer = await sendOverSocket(stage, report, refusal);
  if (answer instanceof Error) return [`not answered at all: ${answer.message}`];
  if (due.includes(answer.status)) return problemFaults(answer);
  return [`${answer.status} instead of ${due.join(' or ')}: ${clipped(answer.body)}`];
}
