import { type ExploreFaultsOptions, type FaultRun, exploreFaults } from '../../../harness/explore/index.ts';
import type { Operation, Reporter, Subject } from '../../contract/index.ts';
import { Levers } from '../../levers/index.ts';
import { mutatingOperations } from '../mutating-operations.ts';
import { type RepeatedWork, atRest } from './operation-at-rest.ts';
import { Tally } from './tally.ts';
import { wireOf } from './wire-of.ts';

/** Which faults, and which of the runs under them are fault points of this exploration. */
export interface Exploration extends Pick<ExploreFaultsOptions, 'faults' | 'pairs'> {
  readonly isCounted?: (run: FaultRun) => boolean;
}

/** Breaks every mutating operation at every statement that it sends, once for each fault. */
export async function exploreOperations(subject: Subject, report: Reporter, exploration: Exploration): Promise<void> {
  const wire = wireOf(subject);
  await using levers = await Levers.open(subject);
  const tally = new Tally(report);
  for (const [name, operation] of mutatingOperations(subject)) {
    if (tally.wanted <= 0) break;
    const work = workOf(name, operation, await operation.prepare());
    const { isCounted = () => true, ...how } = exploration;
    const { statements, runs } = await exploreFaults(await atRest(subject, wire, levers, work), {
      ...how,
      url: wire.url,
      adminUrl: subject.adminUrl,
      deadlineMs: subject.deadlineMs,
      stopAfterViolations: tally.wanted,
      onRecorded: () => tally.startClock(),
      onRun: (run) => tally.add(name, run, isCounted(run)),
    });
    report.progress(`  ${name}: ${statements.length} statements, ${runs.filter(isCounted).length} fault points`);
  }
  tally.conclude();
}

function workOf(name: string, { isRepeatable = false }: Operation, input: RepeatedWork['input']): RepeatedWork {
  return {
    name,
    input,
    by: ({ operations }) => {
      const run = async () => operations[name]?.call(input);
      return isRepeatable ? { run, retry: run } : { run };
    },
  };
}
