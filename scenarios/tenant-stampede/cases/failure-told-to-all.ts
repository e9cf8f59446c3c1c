import { failQueries } from '../../../harness/counting/index.ts';
import { InconclusiveError, demand } from '../../contract/index.ts';
import { calledOf } from '../stage.ts';
import type { StampedeCase } from '../stampede-case.ts';

const afterMs = 100;

/** The time of one failure is measured by another one, which begins when the first caller has been told. */
export const failureToldToAll: StampedeCase = {
  title: 'MUST tell 1000 callers of a query that fails after 100 ms before another one, begun then, has failed',
  play: async (stage) => {
    const { subject, tenants, report, callers } = stage;
    const lookup = calledOf(stage);
    const [tenant, other] = [await tenants.insertTenant(), await tenants.insertTenant()];
    const ask = ({ slug }: typeof tenant) => lookup.ask({ by: 'slug', value: slug }, new AbortController().signal);
    await using failing = await failQueries({ adminUrl: subject.adminUrl, table: tenants.table, afterMs });
    let told = 0;
    report.count('requests', callers + 1);
    const crowd = Array.from({ length: callers }, async () => {
      await ask(tenant);
      told += 1;
    });
    await Promise.race(crowd);
    await ask(other);
    const toldMeanwhile = told;
    await Promise.all(crowd);
    const attempts = await failing.count();
    if (attempts < 2) throw new InconclusiveError(`nobody read the table ${tenants.table} that was made to fail`);
    report.count('queries', attempts);
    demand(
      toldMeanwhile === callers,
      `only ${toldMeanwhile} of ${callers} callers of one failure had been told when another one, begun after it, had ended`,
    );
  },
};
