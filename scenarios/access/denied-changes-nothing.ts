import { type Scenario, demand } from '../contract/index.ts';
import { changesBetween, demandNone, httpOf, observe, sendAll, settleWorld } from '../http/index.ts';
import { prepareCases } from './access-cases.ts';

/** Only what is denied is asked for; whatever has changed then was changed by a request without the right to. */
export const deniedChangesNothing: Scenario = {
  id: 'ACCESS-4',
  title: 'MUST change no row and publish no event when it denies',
  needs: ['routes'],
  run: async (subject, report) => {
    const http = httpOf(subject);
    const world = await settleWorld(http);
    const cases = await prepareCases(http, world);
    const denied = cases.filter(
      ({ request, expected }) => expected >= 400 && !['GET', 'HEAD'].includes(request.method),
    );
    demand(denied.length > 0, 'the policy denies nothing');
    const before = await observe(subject);
    const answered = await sendAll(http, report, denied);
    const changes = changesBetween(before, await observe(subject));
    // A tenant's id stands in most rows, whoever changed them.
    const tenantIds = Object.values(world).map(({ tenant }) => tenant.id);
    const suspects = answered.toSorted((a, b) => tenantIds.indexOf(a.mark) - tenantIds.indexOf(b.mark));
    demandNone(
      changes.map(({ what, text }) => {
        const culprit = suspects.find(({ mark }) => text.includes(mark));
        return culprit === undefined
          ? `a denied request changed ${what}: ${text}`
          : `${culprit.name}: answered ${culprit.answer.status}, and changed ${what}`;
      }),
    );
  },
};
