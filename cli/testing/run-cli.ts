import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** What a finished command left behind. */
export interface CliRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as its users do: in a process of its own. */
export function runCli(...args: readonly string[]): Promise<CliRun> {
  return runCliWith({}, ...args);
}

/** The same with variables added to its environment. */
export async function runCliWith(environment: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<CliRun> {
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr };
}

/** The path of a target module beside this file. */
export function targetModule(name: string): string {
  return fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
}
