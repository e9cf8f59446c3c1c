import { type FaultRun, describePlace } from '../../../harness/explore/index.ts';
import { InconclusiveError, type Reporter } from '../../contract/index.ts';
import { type Finding, countFindings, demandNone } from '../finding.ts';
import { pointOf } from './chosen-point.ts';

/** Adds up the runs of one scenario. */
export class Tally {
  readonly #report: Reporter;
  readonly #findings: Finding[] = [];
  readonly #unreached: string[] = [];
  readonly #durations: number[] = [];
  /** Of the runs that led to fault points, and showed nothing. */
  readonly #leading: number[] = [];
  /** The first that was found. */
  #point: string | undefined;

  constructor(report: Reporter) {
    this.#report = report;
    report.count('faultPoints', 0);
    report.count('ambiguous', 0);
  }

  /** How many more violations are of interest. */
  get wanted(): number {
    return this.#report.enough - this.#findings.length - this.#unreached.length;
  }

  /** Runs that lead to the fault points must be right all the same: one in which something is found is a fault point itself. */
  add(name: string, run: FaultRun, { isFaultPoint, tookMs }: { isFaultPoint: boolean; tookMs: number }): void {
    this.#report.signal.throwIfAborted();
    const isRight = run.isAllowed || run.outcome === 'consistent';
    const isFound = !isRight && run.outcome !== 'nondeterministic';
    if (isFaultPoint || isFound) {
      this.#durations.push(tookMs);
      this.#report.count('faultPoints');
      this.#report.count('ambiguous', run.outcome === 'ambiguous' ? 1 : 0);
    } else this.#leading.push(tookMs);
    if (isRight) return;
    const text = `${name}, ${describePlace(run)}: ${run.reason}`;
    this.#point ??= pointOf(name, run);
    if (run.outcome === 'nondeterministic') this.#unreached.push(text);
    else this.#findings.push({ kind: run.outcome, text });
  }

  /** Says what was seen, and throws when it must not be or shows nothing. */
  conclude(): void {
    const unallowed = this.#findings.filter(({ kind }) => kind !== 'ambiguous');
    countFindings(this.#report, unallowed);
    const durations = this.#durations.length > 0 ? this.#durations : this.#leading;
    this.#report.count('medianMs', Math.round(median(durations) * 10) / 10);
    demandNone(this.#findings, `alone: prove … --point "${this.#point}"`);
    if (this.#unreached.length > 0)
      throw new InconclusiveError(
        `nondeterministic: ${this.#unreached.slice(0, this.#report.enough).join('\nnondeterministic: ')}`,
      );
    if (durations.length === 0) throw new InconclusiveError('there was no statement to place a fault at');
    if (this.#durations.length === 0) this.#concludeFromLeading();
  }

  /** What was to be broken is never sent: the runs that would have led there are what was seen. */
  #concludeFromLeading(): void {
    const runs = this.#leading.length;
    this.#report.count('faultPoints', runs);
    this.#report.progress(`  nothing was sent after any of ${runs} faults: there is no recovery that could fail`);
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return ((low ?? 0) + (high ?? 0)) / 2;
}
