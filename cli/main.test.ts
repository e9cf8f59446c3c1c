import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { serverVariable } from '../harness/database/index.ts';
import { type CliRun, runCli, targetModule } from './testing/run-cli.ts';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
const main = fileURLToPath(new URL('./main.ts', import.meta.url));

/** What colours, or decides where the database comes from, and is not to be inherited from the run of these tests. */
const inherited = ['TEST', 'CI', 'NO_COLOR', 'FORCE_COLOR', serverVariable];

async function testkit(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliRun> {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.includes(name)));
  return new Promise((resolve) => {
    execFile(process.execPath, [...args], { env: { ...own, ...env } }, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

/** Asks for the version in a Node that claims to be of another one. */
async function versionIn(version: string): Promise<CliRun> {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  return testkit(['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, main, '--version']);
}

test('--version prints the version', async () => {
  expect(await runCli('--version')).toEqual({ exitCode: 0, stdout: `${manifest.version}\n`, stderr: '' });
});

test.each(['20.20.2', '22.21.9'])('Node %s is refused in words', async (version) => {
  expect(await versionIn(version)).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `rustok-testkit needs Node >= 22.22, this is v${version}\n`,
  });
});

test.each(['22.22.0', '23.0.0'])('Node %s will do', async (version) => {
  expect(await versionIn(version)).toMatchObject({ exitCode: 0, stderr: '' });
});

test('help and errors carry no colours where no terminal shows them', async () => {
  for (const args of [['--help'], ['prove', '--help'], ['prove', '--reporter', 'xml'], ['porve']]) {
    const { stdout, stderr } = await testkit([main, ...args]);
    expect(stdout + stderr).toContain('rustok-testkit');
    expect(stdout + stderr).not.toContain('\u001B');
  }
});

test('an engine that does not exist says nothing about the target', async () => {
  const { exitCode, stdout, stderr } = await testkit([main, 'prove', 'COMMIT-2'], {
    RUSTOK_TESTKIT_ENGINE: 'bogus',
  });
  expect(stderr).toMatch(
    /^rustok-testkit: There is no database engine bogus\. Use one of: auto, url, embedded, .*pg-mem\.$/m,
  );
  expect([exitCode, stdout]).toEqual([2, '']);
});

test('a mistake of ours is told apart from a mistake of usage', async () => {
  const { exitCode, stderr } = await runCli('prove', 'COMMIT-9', '--target', targetModule('broken-target'));
  expect(stderr).toMatch(/internal error, please report it .*\nTypeError: /);
  expect(exitCode).toBe(2);
});
