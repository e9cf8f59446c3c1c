import { setImmediate as nextTurn } from 'node:timers/promises';
import { demand } from '../../contract/index.ts';
import { demandAnswers } from '../answers.ts';
import { askAll } from '../called-entrance.ts';
import { answerPatienceMs } from '../patience.ts';
import { calledOf, granted } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

const keys = 10_000;
const capacity = 1000;

/**
 * Ten times more keys than the cache may hold, all at once: each is being loaded before the first has been answered, nobody loses an
 * answer by the bound, and the bound is kept. The loads are answered by the kit: it is not the database that is tried.
 */
export const manyKeys: StampedeCase = {
  title: 'MUST answer callers of 10000 keys from a cache of 1000 entries',
  needs: ['cache-access', 'loader-access'],
  lookup: { capacity },
  play: async (stage) => {
    const lookup = calledOf(stage);
    const loader = granted(lookup.loader, 'access to its loads');
    const questions = Array.from({ length: keys }, () => stage.tenants.absentTenant()).map(
      ({ slug }) => ({ by: 'slug', value: slug }) as const,
    );
    const gate = Promise.withResolvers<null>();
    loader.standIn(() => gate.promise);
    stage.report.count('requests', keys);
    const answers = askAll(lookup, questions, answerPatienceMs(stage.subject.deadlineMs));
    await nextTurn();
    const atOnce = loader.attempts();
    gate.resolve(null);
    demand(atOnce === keys, `only ${atOnce} of ${keys} keys were being loaded at once: the others waited`);
    demandAnswers(`callers of ${keys} keys`, await answers, [404]);
    demand(loader.attempts() === keys, `${loader.attempts()} loads for ${keys} keys`);
    const size = granted(lookup.cache, 'access to its cache').size();
    demand(size <= capacity, `${size} entries are kept in a cache of ${capacity}`);
  },
};
