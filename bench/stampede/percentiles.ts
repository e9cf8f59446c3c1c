import { build } from './hdr-histogram.ts';

/** Of the times that requests took, in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** Percentiles from a histogram of microseconds with three significant digits; NaN where nothing was answered. */
export function percentilesOf(latencyMs: readonly number[]): Percentiles {
  if (latencyMs.length === 0) return { p50: NaN, p90: NaN, p99: NaN, p999: NaN, max: NaN };
  const histogram = build({ highestTrackableValue: 600e6, numberOfSignificantValueDigits: 3 });
  for (const latency of latencyMs) histogram.recordValue(Math.max(1, Math.round(latency * 1000)));
  const at = (percentile: number): number => histogram.getValueAtPercentile(percentile) / 1000;
  return { p50: at(50), p90: at(90), p99: at(99), p999: at(99.9), max: histogram.maxValue / 1000 };
}
