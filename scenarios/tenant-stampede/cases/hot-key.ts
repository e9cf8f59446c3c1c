import { setImmediate as nextTurn } from 'node:timers/promises';
import { holdAnswers } from '../../../harness/load/index.ts';
import { demand } from '../../contract/index.ts';
import { demandAnswers } from '../answers.ts';
import { askAll } from '../called-entrance.ts';
import { demandQueries } from '../count-queries.ts';
import { gather } from '../held-stampede.ts';
import { answerPatienceMs, untilReached } from '../patience.ts';
import { calledOf, granted } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

const coldKeys = 100;

/** A thousand callers wait for one key; those of a hundred others do not wait for them. */
export const hotKey: StampedeCase = {
  title: 'MUST answer callers of 100 cold keys while 1000 callers wait for a hot one',
  needs: ['loader-access'],
  play: async (stage) => {
    const { subject, tenants } = stage;
    const loader = granted(calledOf(stage).loader, 'access to its loads');
    const hot = await tenants.insertTenant();
    const cold = await granted(tenants.insertTenants, 'many tenants at once')(coldKeys);
    await demandQueries(stage, 1 + coldKeys, 'callers of a hot key and of 100 cold ones', async () => {
      await using held = await holdAnswers(subject.adminUrl, tenants.table);
      const crowd = await gather(stage, hot, stage.callers, hot);
      await untilReached({
        count: () => held.waiting(),
        wanted: 1,
        what: 'tenant queries had read',
        withinMs: subject.deadlineMs,
        orUntil: crowd.answers,
      });
      await held.letNewcomersPass();
      const questions = Array.from({ length: 10 * coldKeys }, (_, caller) => ({
        by: 'slug' as const,
        value: cold[caller % coldKeys]?.slug ?? '',
      }));
      const others = askAll(calledOf(stage), questions, answerPatienceMs(subject.deadlineMs));
      await nextTurn();
      const loads = loader.attempts();
      demand(
        loads === 1 + coldKeys,
        `only ${loads} of ${1 + coldKeys} keys were being loaded while one of them was held`,
      );
      const first = await Promise.race([others.then(() => 'cold'), crowd.answers.then(() => 'hot')]);
      demand(first === 'cold', 'callers of cold keys waited until the load of the hot key had ended');
      demandAnswers('callers of cold keys', await others, [200]);
      await held.release();
      demandAnswers('callers of the hot key', await crowd.answers, [200]);
    });
  },
};
