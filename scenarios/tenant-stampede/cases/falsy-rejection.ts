import { demand } from '../../contract/index.ts';
import { demandAnswers } from '../answers.ts';
import { calledOf, granted } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

/** JavaScript rejects with anything: undefined, null, 0, '' and false are errors like any other. */
export const falsyRejection: StampedeCase = {
  title: 'MUST take a load that rejects with nothing for a failed one',
  needs: ['loader-access'],
  play: async (stage) => {
    const { tenants, entrance, report } = stage;
    const loader = granted(calledOf(stage).loader, 'access to its loads');
    for (const reason of [undefined, null, 0, '', false]) {
      const tenant = await tenants.insertTenant();
      const before = loader.attempts();
      loader.rejectWith(reason);
      const who = `1000 callers of a load that rejects with ${JSON.stringify(reason) ?? 'undefined'}`;
      report.count('requests', stage.callers);
      demandAnswers(who, await entrance.rush(tenant, stage.callers), [500]);
      const attempts = loader.attempts() - before;
      demand(attempts === 1, `${who}: ${attempts} loads instead of 1`);
      loader.heal();
      demandAnswers('one caller after it', await entrance.askOnce(tenant, tenant), [200]);
    }
  },
};
