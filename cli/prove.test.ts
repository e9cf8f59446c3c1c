import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli, targetModule } from './testing/run-cli.ts';

const prove = (target: string, ...args: string[]) => runCli('prove', '--target', targetModule(target), ...args);

describe('exit code', () => {
  test('0 when what was asked for passed', async () => {
    const { exitCode, stdout } = await prove('right-target', 'COMMIT-8', 'commit-10');
    expect(stdout).toMatch(/target right on PostgreSQL/);
    expect(stdout).toMatch(/2 passed, 0 failed, 0 skipped, 0 inconclusive/);
    expect(exitCode).toBe(0);
  });

  test('1 when a scenario failed', async () => {
    const { exitCode, stdout } = await prove('wrong-target', 'COMMIT-8');
    expect(stdout).toMatch(/failed: lost: addThing, raising trigger before INSERT on public\.outbox/);
    expect(exitCode).toBe(1);
  });

  test('2 when a scenario that was named was skipped', async () => {
    const { exitCode, stdout } = await prove('right-target', 'COMMIT-10', 'COMMIT-9');
    expect(stdout).toMatch(/skipped: target right lacks the capability concurrency, kill/);
    expect(exitCode).toBe(2);
  });

  test('2 when nothing could be run at all', async () => {
    expect((await prove('right-target', 'COMMIT-9')).exitCode).toBe(2);
  });

  test('3 when a scenario was inconclusive', async () => {
    const { exitCode, stdout } = await prove('idle-target', 'COMMIT-3', 'COMMIT-10');
    expect(stdout).toMatch(/inconclusive: the subject has no operation that changes state/);
    expect(exitCode).toBe(3);
  });
});

describe('usage', () => {
  test('an unknown id is refused with what there is', async () => {
    const { exitCode, stdout, stderr } = await prove('right-target', 'COMMIT-99', 'nonsense');
    expect(stderr).toMatch(/unknown: COMMIT-99, NONSENSE/);
    expect(stderr).toMatch(/COMMIT: an event is published if and only if .* \(COMMIT-1 to COMMIT-\d+\)$/m);
    expect(stderr.trimEnd().split('\n').at(-1)).toBe('unknown: COMMIT-99, NONSENSE');
    expect([exitCode, stdout]).toEqual([2, '']);
  });

  test.each([
    ['an unknown option', ['--tagret', 'x'], /unknown option --tagret/],
    ['an option without its value', ['--target'], /--target needs a value/],
    [
      'a fault point for a scenario that has none',
      ['--point', 'create, freeze at statement 1'],
      /COMMIT-17 to COMMIT-21/,
    ],
    ['an unknown reporter', ['--reporter', 'xml'], /Invalid value for argument/],
    [
      'a file that is not there',
      ['--target', './nowhere.ts'],
      /--target \.\/nowhere\.ts: no file at \/.*\/nowhere\.ts$/m,
    ],
    ['a package that is not there', ['--target', '@acme/nowhere'], /--target @acme\/nowhere could not be imported/],
    [
      'a module without a target',
      ['--target', targetModule('no-target')],
      /must be "reference" or a module that exports `target`/,
    ],
  ])('%s is refused', async (_what, args, message) => {
    const { exitCode, stdout, stderr } = await runCli('prove', 'COMMIT-10', ...args);
    expect(stderr).toMatch(message);
    expect([exitCode, stdout]).toEqual([2, '']);
  });

  test('no command, or an unknown one, is refused with the commands there are', async () => {
    for (const args of [[], ['porve']]) {
      const { exitCode, stdout, stderr } = await runCli(...args);
      expect(stderr).toMatch(/there are prove, sabotage/);
      expect([exitCode, stdout]).toEqual([2, '']);
    }
  });

  test('--help tells how to use it', async () => {
    const { exitCode, stdout } = await runCli('prove', '--help');
    expect(stdout).toMatch(/--reporter/);
    expect(exitCode).toBe(0);
  });
});

describe('document', () => {
  test('json is all of stdout, progress is on stderr', async () => {
    const { stdout, stderr } = await prove('right-target', 'COMMIT-10', '--reporter', 'json');
    expect(JSON.parse(stdout)).toEqual({
      target: 'right',
      database: expect.stringMatching(/^PostgreSQL /),
      scenarios: [
        {
          id: 'COMMIT-10',
          title: 'MUST keep state and events in agreement, always',
          verdict: 'passed',
          durationMs: expect.any(Number),
          evidence: { envelopes: 1, ghost: 0, lost: 0, torn: 0, stuck: 0 },
        },
      ],
      summary: { passed: 1, failed: 0, skipped: 0, inconclusive: 0 },
    });
    expect(stderr).toMatch(/COMMIT-10/);
  });

  test('junit is all of stdout', async () => {
    const { stdout } = await prove('right-target', 'COMMIT-10', '--reporter', 'junit');
    expect(stdout).toMatch(/^<\?xml [^]*<testsuites tests="1" failures="0"[^]*<\/testsuites>\n$/);
  });

  test('is complete although the target keeps the process busy', async () => {
    const { exitCode, stdout } = await prove('noisy-target', 'COMMIT-10', '--reporter', 'json');
    expect(JSON.parse(stdout)).toHaveProperty('summary.passed', 1);
    expect(exitCode).toBe(0);
  });
});

describe('--out', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prove-out-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  test('writes a page and the document with details beside it, and replaces its own', async () => {
    const out = join(folder, 'nested', 'report');
    for (const id of ['COMMIT-10', 'COMMIT-8']) {
      const { exitCode, stderr } = await prove('wrong-target', id, '--out', out);
      expect(stderr).toContain(`report: ${join(out, 'index.html')}`);
      expect(exitCode).toBe(id === 'COMMIT-10' ? 0 : 1);
    }
    const document = JSON.parse(await readFile(join(out, 'results.json'), 'utf8'));
    expect(document).toMatchObject({
      target: 'wrong',
      scenarios: [{ id: 'COMMIT-8', verdict: 'failed' }],
      details: [],
    });
    expect(await readFile(join(out, 'index.html'), 'utf8')).toMatch(/<article id="COMMIT-8" class="scenario v-failed"/);
  });

  test('refuses to replace a page that is no report, before anything is proved', async () => {
    await writeFile(join(folder, 'index.html'), 'mine');
    const { exitCode, stdout, stderr } = await prove('right-target', 'COMMIT-10', '--out', folder);
    expect(stderr).toMatch(/has an index\.html that is no report; name a folder of its own/);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(await readFile(join(folder, 'index.html'), 'utf8')).toBe('mine');
  });

  test('refuses a path that cannot be a folder', async () => {
    await writeFile(join(folder, 'file'), '');
    const { exitCode, stderr } = await prove('right-target', 'COMMIT-10', '--out', join(folder, 'file'));
    expect(stderr).toMatch(/--out .*file is no folder and cannot be made one/);
    expect(exitCode).toBe(2);
  });
});
