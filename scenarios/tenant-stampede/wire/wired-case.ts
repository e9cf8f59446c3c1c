import { type Fault, type WireProxy, startProxy } from '../../../harness/wire/index.ts';
import { type OpenOptions, type Scenario, type ScenarioId, InconclusiveError, demand } from '../../contract/index.ts';
import { untilTrue } from '../../levers/index.ts';
import { demandAnswers } from '../answers.ts';
import { calledEntrance } from '../called-entrance.ts';
import { type Stage, calledLookup, granted, tenantsOf } from '../stage.ts';

/** What goes wrong between the look-up and its database, and what callers may be told. */
export interface WiredCase {
  readonly title: Scenario['title'];
  readonly opens?: OpenOptions;
  readonly fault: Fault;
  readonly told: readonly number[];
}

const callers = 1000;

/** The first tenant query meets the fault at the wire; everybody is told, nobody has tried again, and callers after it are served. */
export function wired(id: ScenarioId, { title, opens, fault, told }: WiredCase): Scenario {
  return {
    id,
    title: `${title}, in process`,
    needs: ['concurrency', 'tenant-lookup', 'tenant-lookup-wire'],
    ...(opens === undefined ? {} : { opens }),
    run: async (subject, report) => {
      const tenants = tenantsOf(subject);
      const url = granted(tenants.databaseUrl, 'the URL of its database');
      await using proxy = await startProxy({ upstream: url, adminUrl: subject.adminUrl });
      const called = await calledLookup(tenants, { url: proxy.urlFor(url) });
      const entrance = calledEntrance(called, subject.deadlineMs);
      await play({ subject, report, tenants, entrance, callers, called }, proxy, fault, told);
    },
  };
}

async function play(stage: Stage, proxy: WireProxy, fault: Fault, told: readonly number[]): Promise<void> {
  const { subject, tenants, entrance, report } = stage;
  const pattern = granted(subject.tenantQueryPattern, 'the statements that resolve a tenant');
  const tenant = await tenants.insertTenant();
  await proxy.inject({ fault, at: { matching: pattern } });
  report.count('requests', callers);
  const answers = await entrance.rush(tenant, callers);
  if (proxy.firings.length === 0) throw new InconclusiveError(`no statement matched ${String(pattern)} at the wire`);
  const attempts = proxy.statements.filter(({ text }) => pattern.test(text)).length;
  report.count('queries', attempts);
  demandAnswers(`${callers} callers`, answers, told);
  demand(attempts === 1, `${callers} callers: ${attempts} tenant queries at the wire instead of 1`);
  // The pool may learn of the loss after the caller did: whoever comes at once can be given the same connection.
  const isServed = await untilTrue(
    async () => (await entrance.askOnce(tenant, tenant)).statuses[200] === 1,
    subject.deadlineMs,
  );
  demand(isServed, `callers after the fault were not served within ${subject.deadlineMs} ms`);
}
