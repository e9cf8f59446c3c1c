import type { Scenario, TenantQuestion } from '../contract/index.ts';
import { demandAnswers } from './answers.ts';
import { askAll, calledEntrance } from './called-entrance.ts';
import { demandQueries } from './count-queries.ts';
import { answerPatienceMs } from './patience.ts';
import { calledLookup, tenantsOf } from './stage.ts';

const callers = 500;

/** One tenant's slug is another one's host: only the kind of the question tells them apart. */
export const sameNameForTwo: Scenario = {
  id: 'STAMPEDE-18',
  title: 'MUST tell the slug of one tenant from the host of another, in process',
  needs: ['concurrency', 'tenant-lookup'],
  run: async (subject, report) => {
    const tenants = tenantsOf(subject);
    const lookup = await calledLookup(tenants);
    const bySlug = await tenants.insertTenant();
    const byHost = await tenants.insertTenant({ domain: bySlug.slug });
    const stage = { subject, report, tenants, entrance: calledEntrance(lookup, subject.deadlineMs), callers };
    const crowd = (by: TenantQuestion['by'], { name }: { name: string }) =>
      askAll(
        lookup,
        Array.from({ length: callers }, () => ({ by, value: bySlug.slug })),
        answerPatienceMs(subject.deadlineMs),
        { name },
      );
    report.count('requests', 2 * callers);
    await demandQueries(stage, 2, `${callers} callers by slug and ${callers} by host`, async () => {
      const [slug, host] = await Promise.all([crowd('slug', bySlug), crowd('host', byHost)]);
      demandAnswers('callers by slug', slug, [200]);
      demandAnswers('callers by host', host, [200]);
    });
  },
};
