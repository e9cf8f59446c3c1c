import { expect, test } from 'vitest';
import { engines } from '../harness/database/index.ts';
import { runCli } from './testing/run-cli.ts';

interface Document {
  readonly auto: { readonly engine: string; readonly why: string } | null;
  readonly engines: readonly {
    readonly name: string;
    readonly available: boolean;
    readonly reason?: string;
    readonly findings?: readonly { readonly claimed: boolean; readonly held: boolean }[];
  }[];
}

test('every engine is listed with the reason where it cannot run, and the one that is taken with why', async () => {
  const { exitCode, stdout } = await runCli('engines', '--json');
  const document = JSON.parse(stdout) as Document;
  expect(exitCode).toBe(0);
  expect(document.engines.map(({ name }) => name)).toEqual(engines.map(({ name }) => name));
  for (const { available, reason } of document.engines) expect(reason === undefined).toBe(available);
  expect(document.auto?.why).toMatch(new RegExp(`^${document.auto?.engine}: `));
});

test('an engine is held to its manifest, and the table is printed', async () => {
  const { exitCode, stdout } = await runCli('engines', 'pg-mem', '--check');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^\| `rollback` +\| yes +\|/m);
  expect(stdout).toMatch(/^\| `concurrency` +\| no +\|/m);
});

test('an engine that there is not is a mistake in the command', async () => {
  const { exitCode, stderr } = await runCli('engines', 'oracle');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('there is no engine oracle; there are url, embedded, system, container, pglite, pg-mem');
});
