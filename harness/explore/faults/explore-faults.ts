import { type AdminConnection, openAdminConnection } from '../../counting/index.ts';
import { type WireProxy, startProxy } from '../../wire/index.ts';
import type { ExploredOperation } from './explored-operation.ts';
import { FaultLaboratory } from './fault-laboratory.ts';
import type { ExploreFaultsOptions } from './fault-options.ts';
import type { ExploredFault, FaultRun, PlacedFault, RecordedStatement } from './fault-run.ts';
import { type Invariant, publishedIfAndOnlyIfCommitted } from './invariant.ts';
import type { Outcome } from '../outcome.ts';
import { sample, seededRandom } from '../seeded.ts';

/** Everything that was tried, and what came of it. */
export interface FaultReport {
  readonly operation: string;
  readonly statements: readonly RecordedStatement[];
  readonly runs: readonly FaultRun[];
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** The runs that must not be; empty is a pass only when there are runs. */
  readonly violations: readonly FaultRun[];
}

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
  await using proxy = await startProxy({ upstream: options.url, adminUrl: options.adminUrl });
  await using admin = await openAdminConnection(options.adminUrl);
  await using laboratory = await openLaboratory(operation, options, invariant, proxy, admin);
  options.onRecorded?.(laboratory.recording);
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
  await attemptAll(firstsOf(laboratory.recording, options));
  await attemptAll(pairsOf(runs, options));
  return report(operation.name, laboratory.recording, runs);
}

async function openLaboratory(
  operation: ExploredOperation,
  options: ExploreFaultsOptions,
  invariant: Invariant,
  proxy: WireProxy,
  admin: AdminConnection,
): Promise<FaultLaboratory> {
  const laboratory = new FaultLaboratory(operation, options, invariant, proxy, admin);
  try {
    await laboratory.record();
    return laboratory;
  } catch (error) {
    await laboratory[Symbol.asyncDispose]();
    throw error;
  }
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

function report(operation: string, statements: readonly RecordedStatement[], runs: readonly FaultRun[]): FaultReport {
  const outcomes: Record<Outcome, number> = {
    consistent: 0,
    ghost: 0,
    lost: 0,
    torn: 0,
    ambiguous: 0,
    stuck: 0,
    nondeterministic: 0,
  };
  for (const run of runs) outcomes[run.outcome] += 1;
  return { operation, statements, runs, outcomes, violations: runs.filter((run) => !run.isAllowed) };
}
