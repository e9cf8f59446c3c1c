import type { SabotageReport } from '../runner/index.ts';
import { type Paint, plainPaint } from './paint.ts';
import { printable } from './printable.ts';

const messageWidth = 90;

/** For people: a line a saboteur and scenario, then what is wrong with the suite itself. */
export function renderSabotage(report: SabotageReport, paint: Paint = plainPaint): string {
  const survived = new Set(report.survivors.map((survivor) => `${survivor.target} ${survivor.scenario}`));
  const targetWidth = Math.max(6, ...report.matrix.map((cell) => cell.target.length));
  const scenarioWidth = Math.max(8, ...report.matrix.map((cell) => cell.scenario.length));
  const rows = report.matrix.map((cell) => {
    const caught = !survived.has(`${cell.target} ${cell.scenario}`);
    const missed = cell.verdict === 'skipped' ? paint('yellow', '– skipped ') : paint('green', '✔ caught  ');
    const mark = caught ? missed : paint('red', '✘ survived');
    return `  ${mark} ${cell.scenario.padEnd(scenarioWidth)}  ${cell.target.padEnd(targetWidth)}  ${paint('gray', firstLine(cell.message))}`;
  });
  const survivors = report.survivors.map((survivor) =>
    paint(
      'red',
      `${survivor.target} survived ${survivor.scenario}: ${survivor.verdict}, said ${JSON.stringify(survivor.message)}, expected /${survivor.expected}/`,
    ),
  );
  const emptyRows = report.emptyRows.map((id) => paint('red', `${id} has no saboteur: nothing shows that it can fail`));
  return [
    'every deliberate mistake, and the scenario that must notice it',
    '',
    ...rows,
    '',
    ...survivors,
    ...emptyRows,
    closing(report, paint),
    '',
  ].join('\n');
}

function firstLine(message: string): string {
  const line = printable(message.split('\n')[0] ?? '');
  return line.length > messageWidth ? `${line.slice(0, messageWidth - 1)}…` : line;
}

function closing({ matrix, survivors, emptyRows }: SabotageReport, paint: Paint): string {
  const saboteurs = new Set(matrix.map((cell) => cell.target)).size;
  const skipped =
    matrix.filter(({ verdict }) => verdict === 'skipped').length -
    survivors.filter(({ verdict }) => verdict === 'skipped').length;
  const notRun = skipped === 0 ? '' : `, ${skipped} skipped: nothing shows here that these scenarios can fail`;
  const counts = `${saboteurs} saboteurs, ${matrix.length} cells, ${survivors.length} survivors, ${emptyRows.length} empty rows${notRun}`;
  return paint(survivors.length + emptyRows.length === 0 ? 'green' : 'red', counts);
}
