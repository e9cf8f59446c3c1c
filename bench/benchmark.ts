/** One line of a benchmark: `n` measurements of a metric of a subject, as a summary; `ratio` is to the subject's baseline in the same run. */
export interface BenchRow {
  readonly subject: string;
  readonly metric: string;
  readonly unit: string;
  readonly n: number;
  readonly min: number;
  readonly median: number;
  readonly max: number;
  readonly ratio?: number;
  /** What the ratio is to, where the rows of one benchmark differ in it. */
  readonly ratioTo?: string;
  /** What it was in an earlier report, where it is worse than that by more than the noise of both: `100 (90–110)`. */
  readonly regressedFrom?: string;
}

/** How thoroughly to measure, and where progress goes. */
export interface BenchOptions {
  /** Measurements of each row; they take turns, so that a busy machine is busy for all of them. */
  readonly rounds: number;
  readonly onProgress: (line: string) => void;
}

/** A comparison in one run against what a user would pick instead. */
export interface Benchmark {
  readonly name: string;
  readonly title: string;
  readonly run: (options: BenchOptions) => Promise<readonly BenchRow[]>;
}
