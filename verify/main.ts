/**
 * The long verifications: repetitions, soaks, clean clones. Prints a Markdown table of figures for docs/verification.md;
 * arguments select checks by a part of their name or command.
 */
import { arch, cpus, platform } from 'node:os';
import { checks } from './checks.ts';

const wanted = process.argv.slice(2);
const selected = checks.filter((check) => wanted.every((word) => `${check.name} ${check.command}`.includes(word)));
if (selected.length === 0) {
  process.stderr.write(
    `no check matches ${wanted.join(' ')}; there are:\n${checks.map(({ name }) => `  ${name}`).join('\n')}\n`,
  );
  process.exit(2);
}

const rows: string[] = [];
let failed = 0;
for (const check of selected) {
  process.stderr.write(`== ${check.name}: ${check.command}\n`);
  const started = performance.now();
  let figure: string;
  try {
    figure = await check.run((line) => process.stderr.write(`   ${line}\n`));
  } catch (error) {
    failed += 1;
    figure = 'FAILED';
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  rows.push(`| ${check.name} | \`${check.command}\` | ${figure} | ${seconds} s |`);
}
process.stdout.write(
  [
    `${platform()} ${arch()}, ${cpus().length} cores, Node ${process.version}`,
    '',
    '| what | command | figure | took |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n'),
);
process.exitCode = failed > 0 ? 1 : 0;
