import type { BenchRow } from '../benchmark.ts';

/** The rows as a table for a terminal. */
export function renderTable(rows: readonly BenchRow[]): string {
  const isMarked = rows.some(({ regressedFrom }) => regressedFrom !== undefined);
  const header = ['subject', 'metric', 'n', 'min', 'median', 'max', 'unit', 'ratio', ...(isMarked ? ['baseline'] : [])];
  const body = rows.map((row) => [
    row.subject,
    row.metric,
    String(row.n),
    short(row.min),
    short(row.median),
    short(row.max),
    row.unit,
    row.ratio === undefined ? '' : `× ${row.ratio.toFixed(2)}${row.ratioTo === undefined ? '' : ` of ${row.ratioTo}`}`,
    row.regressedFrom === undefined ? '' : `REGRESSION from ${row.regressedFrom}`,
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...body.map((cells) => cells[column]?.length ?? 0)),
  );
  return [header, ...body]
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function short(value: number): string {
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(3);
}
