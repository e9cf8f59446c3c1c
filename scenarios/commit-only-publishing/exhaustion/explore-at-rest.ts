import {
  type ExploreFaultsOptions,
  type ExploredOperation,
  type FaultRun,
  type Invariant,
  exploreFaults,
  quickFaults,
} from '../../../harness/explore/index.ts';
import { isRustokError } from '../../../src/errors/index.ts';
import { type FaultMatrix, InconclusiveError, type Reporter, type Subject } from '../../contract/index.ts';
import { FaultJournal } from '../../fault-journal/index.ts';
import { failedBeforeAnyFault } from '../undisturbed.ts';
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
export interface Exploration extends Pick<ExploreFaultsOptions, 'faults' | 'pairs' | 'places' | 'onRecorded'> {
  readonly isCounted?: (run: FaultRun) => boolean;
}

/** Explores one operation through the proxy; its runs go to the tally, its matrix is returned for the report. */
export async function exploreAtRest(
  { subject, report, tally }: Place,
  work: ExploredOperation,
  { isCounted = () => true, ...how }: Exploration,
  invariant?: Invariant,
): Promise<FaultMatrix> {
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
    onRecorded: (statements) => {
      how.onRecorded?.(statements);
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
    return journal.matrix(await exploreFaults(journal.watch(work), options, invariant));
  } catch (error) {
    if (isRustokError(error, 'NOTHING_RECORDED')) throw unreachable(work.name, error);
    const hasBrokenNothing = report.evidence.faultPoints === 0;
    const hasFailed = isRustokError(error, 'CLEAN_RUN_FAILED') && error.cause !== undefined;
    throw hasBrokenNothing && hasFailed ? failedBeforeAnyFault(work.name, error.cause) : error;
  } finally {
    stop?.();
  }
}

/** Nothing passes by where faults are placed. */
function unreachable(name: string, cause: Error): InconclusiveError {
  return new InconclusiveError(
    `${name} sent no statement through the proxy, so that no fault can be placed at one: let it reach its database by {databaseUrl} of the service file, or by the URL that connect(url) is given`,
    { cause },
  );
}
