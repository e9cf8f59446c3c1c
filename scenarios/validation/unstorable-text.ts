import type { Scenario } from '../contract/index.ts';
import { demandNone } from '../http/index.ts';
import { findUnrefused } from './refusal.ts';
import { setStage } from './stage.ts';
import { textRefusals } from './text-refusals.ts';

export const unstorableText: Scenario = {
  id: 'VALIDATION-4',
  title: 'MUST refuse NUL and lone surrogates in every text, and name the field',
  needs: ['routes'],
  run: async (subject, report) => {
    const stage = await setStage(subject);
    demandNone(await findUnrefused(stage, report, textRefusals(stage.forms)));
  },
};
