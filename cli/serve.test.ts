import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';

const run = promisify(execFile);
const main = new URL('./main.ts', import.meta.url).pathname;
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Starts the command; resolves with what it printed when it has said how to stop it, or when it ended. */
async function serve(...args: string[]) {
  const child = spawn(process.execPath, [main, 'serve', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (complaints += chunk));
  const ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => ({
    code,
    signal,
    complaints,
  }));
  let printed = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    printed += String(chunk);
    if (printed.includes('Ctrl-C')) break;
  }
  return { child, printed, ended };
}

const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
);

test.skipIf(!hasCurl)('prints lines for the shell that work as they stand, and stops at SIGTERM', async () => {
  const { child, printed, ended } = await serve();
  const lines = printed.split('\n').filter((line) => line.startsWith('  curl'));
  const answers: unknown[] = [];
  for (const line of lines) answers.push(JSON.parse((await run('sh', ['-c', line])).stdout));
  expect(answers).toMatchObject([
    { status: 'ready' },
    { slug: 'sample' },
    { status: 'draft', version: 1 },
    { total: 1 },
    { total: 5 },
    { status: 403, detail: expect.stringContaining('users:list') },
  ]);
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0, signal: null });
  const url = /listens on (\S+)/.exec(printed)?.[1] ?? '';
  await expect(fetch(`${url}/health`)).rejects.toThrow('fetch failed');
});

test('prints a token for each role, good for a request', async () => {
  const { child, printed, ended } = await serve();
  const url = /listens on (\S+)/.exec(printed)?.[1] ?? '';
  const statuses: Record<string, number> = {};
  for (const [, role = '', token] of printed.matchAll(/^ {2}(\w+) +(ey\S+)$/gm)) {
    const headers = { 'x-tenant-id': 'sample', authorization: `Bearer ${token}` };
    statuses[role] = (await fetch(`${url}/api/tenants`, { headers })).status;
  }
  expect(statuses).toEqual({ super_admin: 200, admin: 403, manager: 403, customer: 403 });
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 0, signal: null });
});

test.each([
  [['--port', 'many'], /--port must be a number/],
  [['--host', '203.0.113.1'], /cannot listen there/],
  [['--prot', '1'], /prot/],
])('%o is a matter of usage', async (args, complaint) => {
  const { ended } = await serve(...args);
  const { code, complaints } = await ended;
  expect(complaints).toMatch(complaint);
  expect(code).toBe(2);
});
