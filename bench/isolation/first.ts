import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { serverVariable } from '../../harness/database/index.ts';

const childFile = new URL(import.meta.url.endsWith('.ts') ? './first-child.ts' : './first-child.js', import.meta.url);

/** Milliseconds to the first connected client in a process of its own, its modules loaded, no server running; prepared clusters and templates are there. */
export function firstOfWarmMachine(): Promise<number> {
  return measure(process.env);
}

/** The same where nothing was ever prepared: with initdb, the migrations, and the copy of the programs that root needs. */
export async function coldStart(): Promise<number> {
  // Not below TMPDIR, which the server's user may not be able to enter.
  const cache = await mkdtemp(join('/tmp', 'rustok-testkit-bench-'));
  try {
    if (process.geteuid?.() === 0) await chmod(cache, 0o755);
    return await measure({ ...process.env, RUSTOK_TESTKIT_CACHE: cache });
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}

/** Leaves the template in the cache of this machine, which is what makes it warm. */
export async function warmTheMachine(): Promise<void> {
  await measure(process.env, 'remember');
}

async function measure(environment: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<number> {
  const { [serverVariable]: _, ...env } = environment;
  const child = spawn(process.execPath, [fileURLToPath(childFile), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (exitCode !== 0) throw new Error(`The process that asks for a first database ended with ${String(exitCode)}.`);
  return Number(printed);
}
