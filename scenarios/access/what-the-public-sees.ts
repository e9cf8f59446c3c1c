import { type Scenario, demand } from '../contract/index.ts';
import { demandNone, httpOf, requestBy, settleWorld } from '../http/index.ts';

const publicMembers = ['defaultLocale', 'id', 'name', 'slug'];

/** Nobody needs to be anybody for a tenant's four public facts; and for more of them it does not help. */
export const whatThePublicSees: Scenario = {
  id: 'ACCESS-14',
  title: "MUST show the public a tenant's id, slug, name and default locale, and no more",
  needs: ['routes'],
  run: async (subject, report) => {
    const http = httpOf(subject);
    const { home } = await settleWorld(http);
    const ask = async (path: string, tenant?: { id: string }) => {
      report.count('requests');
      return http.send(requestBy({ tenant }, { method: 'GET', path }));
    };
    for (const identifier of [home.tenant.id, home.tenant.slug]) {
      const answer = await ask('/api/tenant', { id: identifier });
      demand(answer.status === 200, `GET /api/tenant without a token: ${answer.status} instead of 200`);
      const shown = JSON.parse(answer.body) as Record<string, unknown>;
      const members = Object.keys(shown).sort();
      demand(
        members.join() === publicMembers.join(),
        `GET /api/tenant shows ${members.join(', ')} instead of ${publicMembers.join(', ')}`,
      );
      demand(
        shown['id'] === home.tenant.id && shown['slug'] === home.tenant.slug,
        `GET /api/tenant as ${identifier} shows another tenant: ${answer.body}`,
      );
    }
    const probes = ['/health', '/ready'];
    const answers = await Promise.all(probes.map((path) => ask(path)));
    demandNone(
      answers.flatMap(({ status }, index) =>
        status === 200 ? [] : [`GET ${probes[index]} without tenant and token: ${status} instead of 200`],
      ),
    );
  },
};
