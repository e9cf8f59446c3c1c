import { checkChoice, checkExploration } from './check-options.ts';
import type { ExploredOperation } from './explored-operation.ts';
import { inLaboratory } from './fault-laboratory.ts';
import type { ExploreFaultsOptions } from './fault-options.ts';
import { type FaultReport, reportOf } from './fault-report.ts';
import type { ExploredFault, FaultRun, PlacedFault } from './fault-run.ts';
import { type Invariant, publishedIfAndOnlyIfCommitted } from './invariant.ts';
import type { RecordedStatement } from './recorded-statement.ts';
import { sample, seededRandom } from '../seeded.ts';

/** The faults that end fast; `freeze` and `freeze-after` last until the operation's deadline and are asked for by name. */
export const quickFaults: readonly ExploredFault[] = [
  { kind: 'error-before', sqlState: '53100' },
  { kind: 'drop-before' },
  { kind: 'drop-after' },
  { kind: 'kill-backend' },
];

/**
 * Records what an operation says to its database, then repeats it from the same state once for each statement and fault,
 * and judges what is committed and published afterwards. The faults strike at the wire: nothing in the operation is changed.
 */
export async function exploreFaults(
  operation: ExploredOperation,
  options: ExploreFaultsOptions,
  invariant: Invariant = publishedIfAndOnlyIfCommitted,
): Promise<FaultReport> {
  checkExploration({ operation, options, invariant });
  return inLaboratory(operation, options, invariant, async (laboratory) => {
    options.onRecorded?.(laboratory.recording);
    const chosen = placesOf(options, laboratory.recording);
    const runs: FaultRun[] = [];
    let violations = 0;
    const attemptAll = async (places: readonly (readonly PlacedFault[])[]) => {
      for (const faults of places) {
        if (violations >= (options.stopAfterViolations ?? Infinity)) return;
        const run = await laboratory.run(faults);
        runs.push(run);
        if (!run.isAllowed) violations += 1;
        options.onRun?.(run);
      }
    };
    await attemptAll(chosen ?? firstsOf(laboratory.recording, options));
    if (chosen === undefined) await attemptAll(pairsOf(runs, options));
    return {
      ...reportOf(operation.name, laboratory.recording, runs),
      replay: ({ faults }) => replayFaults(faults, operation, options, invariant),
    };
  });
}

/**
 * Runs the operation once under the faults of a former run and judges it anew; the operation is recorded first, so that a run that does not
 * reach the same statements again is *nondeterministic* here too.
 */
export async function replayFaults(
  faults: readonly PlacedFault[],
  operation: ExploredOperation,
  options: ExploreFaultsOptions,
  invariant: Invariant = publishedIfAndOnlyIfCommitted,
): Promise<FaultRun> {
  checkExploration({ operation, options: { ...options, places: [faults] }, invariant });
  return inLaboratory(operation, options, invariant, (laboratory) => laboratory.run(faults));
}

/** Undefined when everything is to be tried. */
function placesOf(
  { places }: ExploreFaultsOptions,
  recording: readonly RecordedStatement[],
): readonly (readonly PlacedFault[])[] | undefined {
  if (typeof places !== 'function') return places;
  const chosen = places(recording);
  checkChoice(chosen);
  return chosen;
}

/** Every statement and fault, unless only the way to some pairs is asked for. */
function firstsOf(recording: readonly RecordedStatement[], options: ExploreFaultsOptions): PlacedFault[][] {
  const all = recording.flatMap((_, index) =>
    (options.faults ?? quickFaults).map((fault) => [{ statement: index + 1, fault }]),
  );
  const { firsts, seed } = options.pairs ?? { seed: 0 };
  return firsts === undefined ? all : sample(all, firsts, seededRandom(seed));
}

/** Second faults can only strike at what a run said after the first one. */
function pairsOf(runs: readonly FaultRun[], options: ExploreFaultsOptions): PlacedFault[][] {
  if (options.pairs === undefined) return [];
  const faults = options.faults ?? quickFaults;
  const candidates = runs.flatMap((run) =>
    run.faults.flatMap((first) =>
      Array.from({ length: run.pointsReached - first.statement }, (_, index) =>
        faults.map((fault) => [first, { statement: first.statement + 1 + index, fault }]),
      ).flat(),
    ),
  );
  return sample(candidates, options.pairs.count, seededRandom(options.pairs.seed));
}
