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

  /** Runs that lead to the fault points, and are none themselves, must be right all the same. */
  add(name: string, run: FaultRun, { isFaultPoint, tookMs }: { isFaultPoint: boolean; tookMs: number }): void {
    this.#report.signal.throwIfAborted();
    if (isFaultPoint) {
      this.#durations.push(tookMs);
      this.#report.count('faultPoints');
      this.#report.count('ambiguous', run.outcome === 'ambiguous' ? 1 : 0);
    }
    if (run.isAllowed || run.outcome === 'consistent') return;
    const text = `${name}, ${describePlace(run)}: ${run.reason}`;
    this.#point ??= pointOf(name, run);
    if (run.outcome === 'nondeterministic') this.#unreached.push(text);
    else this.#findings.push({ kind: run.outcome, text });
  }

  /** Says what was seen, and throws when it must not be or shows nothing. */
  conclude(): void {
    const unallowed = this.#findings.filter(({ kind }) => kind !== 'ambiguous');
    countFindings(this.#report, unallowed);
    this.#report.count('medianMs', Math.round(median(this.#durations) * 10) / 10);
    demandNone(this.#findings, `alone: prove … --point "${this.#point}"`);
    if (this.#unreached.length > 0)
      throw new InconclusiveError(
        `nondeterministic: ${this.#unreached.slice(0, this.#report.enough).join('\nnondeterministic: ')}`,
      );
    if (this.#durations.length === 0) throw new InconclusiveError('there was no statement to place a fault at');
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return ((low ?? 0) + (high ?? 0)) / 2;
}
