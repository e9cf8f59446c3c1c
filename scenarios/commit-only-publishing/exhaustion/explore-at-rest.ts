import {
  type ExploreFaultsOptions,
  type ExploredOperation,
  type FaultReport,
  type FaultRun,
  type Invariant,
  exploreFaults,
  quickFaults,
} from '../../../harness/explore/index.ts';
import type { Reporter, Subject } from '../../contract/index.ts';
import { FaultJournal } from '../../fault-journal/index.ts';
import { placedFaults, readPoint } from './chosen-point.ts';
import type { Tally } from './tally.ts';
import { wireOf } from './wire-of.ts';

/** Where an exploration happens, and who adds it up. */
interface Place {
  readonly subject: Subject;
  readonly report: Reporter;
  readonly tally: Tally;
}

/** Which faults, and which of the runs under them are fault points of this exploration. */
export interface Exploration extends Pick<ExploreFaultsOptions, 'faults' | 'pairs'> {
  readonly isCounted?: (run: FaultRun) => boolean;
}

/** Explores one operation through the proxy; its matrix goes to the report, its runs to the tally. */
export async function exploreAtRest(
  { subject, report, tally }: Place,
  work: ExploredOperation,
  { isCounted = () => true, ...how }: Exploration,
  invariant?: Invariant,
): Promise<FaultReport> {
  const journal = new FaultJournal();
  const chosen = report.point === undefined ? undefined : readPoint(report.point);
  let endOfLast = 0;
  const options: ExploreFaultsOptions = {
    ...how,
    ...(chosen === undefined ? {} : { places: [placedFaults(chosen, how.faults ?? quickFaults)] }),
    url: wireOf(subject).url,
    adminUrl: subject.adminUrl,
    deadlineMs: subject.deadlineMs,
    // Another one beside it may have found the last that was wanted.
    stopAfterViolations: Math.max(1, tally.wanted),
    onRecorded: () => {
      endOfLast = performance.now();
    },
    onRun: (run) => {
      journal.onRun(run);
      const tookMs = performance.now() - endOfLast;
      endOfLast += tookMs;
      tally.add(work.name, run, { isFaultPoint: chosen !== undefined || isCounted(run), tookMs });
    },
  };
  const stop = subject.onActivity?.(journal.onActivity);
  try {
    const explored = await exploreFaults(journal.watch(work), options, invariant);
    report.attach(journal.matrix(explored));
    return explored;
  } finally {
    stop?.();
  }
}
