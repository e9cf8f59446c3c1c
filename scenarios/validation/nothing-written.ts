import type { Scenario } from '../contract/index.ts';
import { changesBetween, clipped, demandNone, observe, sendAll } from '../http/index.ts';
import { everyRefusal, rowRefusals } from './every-refusal.ts';
import { sendOverSocket, socketRefusals } from './socket-refusals.ts';
import { setStage } from './stage.ts';

export const nothingWritten: Scenario = {
  id: 'VALIDATION-11',
  title: 'MUST write no row and publish no event for input that it refuses',
  needs: ['routes'],
  run: async (subject, report) => {
    const stage = await setStage(subject);
    const refusals = [...(await everyRefusal(stage)), ...rowRefusals(stage)];
    const overASocket = socketRefusals(stage);
    await stage.rows.commit(stage.http);
    const before = await observe(subject);
    await sendAll(stage.http, report, refusals);
    for (const refusal of overASocket) await sendOverSocket(stage, report, refusal);
    const changes = changesBetween(before, await observe(subject));
    demandNone(changes.map(({ what, text }) => `invalid input changed ${what}: ${clipped(text)}`));
  },
};
