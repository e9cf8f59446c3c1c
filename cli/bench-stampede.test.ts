import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { benchUsage } from './bench.ts';
import { runCli } from './testing/run-cli.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const small = ['--cases', 'found', '--connections', '30', '--rounds', '1'];

test('a crowd costs the reference one query and a module without a cache one a caller, which the gate refuses', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const [module, page] = [join(folder, 'mine.mjs'), join(folder, 'report.html')];
    const resolve = '(identifier) => loader.load(identifier, new AbortController().signal)';
    await writeFile(module, `export const createResolver = ({ loader }) => ({ resolve: ${resolve} });`);
    const options = ['--resolvers', `reference,${module}`, ...small, '--max-queries', '1', '--json', '--html', page];
    const { exitCode, stdout, stderr } = await runCli('bench', 'stampede', ...options);
    expect(stderr).toContain(`FAILED ${module}: 30 queries found, more than 1`);
    expect(exitCode).toBe(1);
    const report = JSON.parse(stdout) as { rows: { subject: string; metric: string; median: number }[] };
    expect(report).toMatchObject({ bench: 'stampede', isPartial: false, problems: [], judged: ['reference', module] });
    const queries = report.rows.filter(({ metric }) => metric === 'queries found');
    expect(queries.map(({ subject, median }) => [subject, median])).toEqual([
      ['reference', 1],
      [module, 30],
    ]);
    expect(await readFile(page, 'utf8')).toContain('Arrivals and completions over time');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a crowd that costs more than in the baseline is marked in the document and on the page, and fails', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const [baseline, page] = [join(folder, 'baseline.json'), join(folder, 'report.html')];
    const before = { subject: 'reference', metric: 'queries found', unit: 'queries', n: 1, min: 0, median: 0, max: 0 };
    await writeFile(baseline, JSON.stringify({ bench: 'stampede', machine: 'another', rows: [before] }));
    const options = ['--resolvers', 'reference', ...small, '--baseline', baseline, '--json', '--html', page];
    const { exitCode, stdout, stderr } = await runCli('bench', 'stampede', ...options);
    expect(stderr).toContain('FAILED reference: queries found was 0 (0–0) and is 1 (1–1) queries');
    expect(exitCode).toBe(1);
    const { rows } = JSON.parse(stdout) as { rows: { metric: string; regressedFrom?: string }[] };
    expect(rows.filter(({ regressedFrom }) => regressedFrom !== undefined)).toMatchObject([
      { metric: 'queries found', regressedFrom: '0 (0–0)' },
    ]);
    expect(await readFile(page, 'utf8')).toContain('<strong>regression</strong> from 0 (0–0)');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a baseline that is no report is refused before anything is measured', async () => {
  const { exitCode, stderr } = await runCli('bench', 'stampede', ...small, '--baseline', main);
  expect(stderr).toContain(`${main} is no report of bench stampede --json`);
  expect(exitCode).toBe(2);
});

test('Ctrl-C leaves a partial report, marked so, and exit code 130', async () => {
  const child = spawn(
    process.execPath,
    [main, 'bench', 'stampede', '--resolvers', 'reference', ...small, '--rounds', '50'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  const stdout = text(child.stdout);
  child.stderr.setEncoding('utf8').on('data', (line: string) => {
    // To the whole group, as a terminal does.
    if (/^1\/50 /m.test(line) && child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(130);
  expect(await stdout).toMatch(/^PARTIAL: the run was interrupted[\s\S]*reference +queries found +\d+ /);
});

test('too few open files are refused with the number needed', async () => {
  const command = 'ulimit -n 200 && exec "$0" "$1" bench stampede --connections 1000';
  const child = spawn('sh', ['-c', command, process.execPath, main], { stdio: ['ignore', 'ignore', 'pipe'] });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(said).toContain('1000 connections need 1096 open files in one process, the limit is 200. Run: ulimit -n 1096');
  expect(code).toBe(2);
});

test('the help of bench stampede names its options', async () => {
  const usage = await benchUsage(['stampede']);
  for (const option of ['--resolvers', '--baseline', '--max-p99-ratio', '--hold-table', '--export'])
    expect(usage).toContain(option);
});
