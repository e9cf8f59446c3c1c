import type { Capability, LookupOptions, OpenOptions, Scenario, ScenarioId } from '../contract/index.ts';
import { calledEntrance } from './called-entrance.ts';
import { servedEntrance } from './served-entrance.ts';
import { type Stage, calledLookup, servedLookup, tenantsOf } from './stage.ts';

/** One obligation that holds for whoever asks, by whatever entrance. */
export interface StampedeCase {
  readonly title: Scenario['title'];
  readonly needs?: readonly Capability[];
  readonly opens?: OpenOptions;
  /** How the look-up that is called is opened. */
  readonly lookup?: LookupOptions;
  readonly play: (stage: Stage) => Promise<void>;
}

const callers = 1000;

/** The case, played by calls in this process. */
export function inProcess(id: ScenarioId, { title, needs = [], opens, lookup: options, play }: StampedeCase): Scenario {
  return {
    id,
    title: `${title}, in process`,
    needs: ['concurrency', 'tenant-lookup', ...needs],
    ...(opens === undefined ? {} : { opens }),
    run: async (subject, report) => {
      const tenants = tenantsOf(subject);
      const called = await calledLookup(tenants, options);
      const entrance = calledEntrance(called, subject.deadlineMs);
      await play({ subject, report, tenants, entrance, callers, called });
    },
  };
}

/** The case, played over HTTP on every route: client, application and database in processes of their own. */
export function overHttp(id: ScenarioId, { title, needs = [], opens, play }: StampedeCase): Scenario {
  return {
    id,
    title: `${title}, over HTTP`,
    needs: ['concurrency', 'served-tenant-lookup', ...needs],
    ...(opens === undefined ? {} : { opens }),
    run: async (subject, report) => {
      const tenants = tenantsOf(subject);
      const lookup = await servedLookup(tenants);
      for (const route of lookup.routes) {
        report.progress(`  ${route.name}`);
        const entrance = servedEntrance(lookup, route, subject.deadlineMs);
        await play({ subject, report, tenants, entrance, callers });
      }
    },
  };
}
