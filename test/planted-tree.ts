import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The folder of the package under test. */
export const root = join(import.meta.dirname, '..');

/** Runs a tool of the package's node_modules and returns what it printed and its exit code. */
export function runTool(
  tool: string,
  args: readonly string[],
  cwd = root,
): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules', '.bin', tool), args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    timeout: 300_000,
  });
  return { status, stdout, stderr };
}

/** A throw-away tree with this package's own configuration and the given files, to see a check fail on planted faults. */
export class PlantedTree {
  readonly path = mkdtempSync(join(tmpdir(), 'rustok-planted-'));

  constructor(files: Readonly<Record<string, string>>) {
    for (const name of ['package.json', 'tsconfig.json', '.oxlintrc.json', '.dependency-cruiser.cjs', '.gitignore']) {
      cpSync(join(root, name), join(this.path, name));
    }
    symlinkSync(join(root, 'node_modules'), join(this.path, 'node_modules'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true });
      writeFileSync(join(this.path, name), text);
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
