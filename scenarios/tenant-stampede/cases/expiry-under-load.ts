import { setImmediate as nextTurn } from 'node:timers/promises';
import { type LookedUpTenant, demand } from '../../contract/index.ts';
import { demandQueries } from '../count-queries.ts';
import { untilReached } from '../patience.ts';
import { type Stage, calledOf, granted } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

const askers = 50;
const expiries = 20;
/** Longer than a tenant may be kept: 300 s and 10 % of jitter. */
const expiredMs = 330_001;

/** Callers never pause; every time the entry expires under them, one of them renews it. */
export const expiryUnderLoad: StampedeCase = {
  title: 'MUST cost one query an expiry under sustained load',
  needs: ['service-clock'],
  play: async (stage) => {
    const tenant = await stage.tenants.insertTenant();
    const lookup = calledOf(stage);
    const advanceClock = granted(lookup.advanceClock, 'a clock that can be moved');
    await demandQueries(
      stage,
      1 + expiries,
      `${expiries} expiries under ${askers} callers who never pause`,
      async () => {
        const load = startLoad(stage, tenant);
        await load.everybodyAsks();
        for (let expiry = 0; expiry < expiries; expiry += 1) {
          await advanceClock(expiredMs);
          await load.everybodyAsks();
        }
        const wrong = await load.stop();
        demand(wrong === undefined, `under sustained load: told ${wrong}`);
      },
    );
  },
};

/** Callers who ask again and again, with one turn of the event loop in between. */
function startLoad(stage: Stage, { slug, name }: LookedUpTenant) {
  const lookup = calledOf(stage);
  const { signal } = new AbortController();
  const asked = Array.from({ length: askers }, () => 0);
  const over = new AbortController();
  let wrong: string | undefined;
  const ask = async (asker: number): Promise<void> => {
    while (!over.signal.aborted) {
      const { status, body } = await lookup.ask({ by: 'slug', value: slug }, signal);
      if (status !== 200 || !body.includes(name)) wrong ??= `${status} ${body}`;
      asked[asker] = (asked[asker] ?? 0) + 1;
      stage.report.count('requests');
      await nextTurn();
    }
  };
  const running = Promise.all(asked.map((_, asker) => ask(asker)));
  return {
    /** Resolves when everybody has asked and been answered after now. */
    everybodyAsks: async () => {
      const before = [...asked];
      await untilReached({
        count: async () => asked.filter((count, asker) => count >= (before[asker] ?? 0) + 2).length,
        wanted: askers,
        what: 'callers asked again',
        withinMs: 2 * stage.subject.deadlineMs,
      });
    },
    stop: async () => {
      over.abort();
      await running;
      return wrong;
    },
  };
}
