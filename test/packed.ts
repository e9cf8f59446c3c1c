import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packedTarball } from './packed-tarball.ts';
import { root } from './planted-tree.ts';

/** The manifest as npm reads it. */
export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  name: string;
  bin: Record<string, string>;
  exports: Record<string, string | { types: string; default: string }>;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
};

/**
 * The package as a user gets it: built, packed by npm, and unpacked in the `node_modules` of an empty project that sees
 * the declared dependencies, the peers that it names, and nothing else.
 */
export class PackedProject {
  readonly tarball = packedTarball();
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'rustok-packed-')));

  constructor() {
    const installed = join(this.path, 'node_modules', manifest.name);
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', this.tarball, '--strip-components=1', '-C', installed]);
    for (const dependency of Object.keys(manifest.dependencies)) this.link(dependency);
  }

  /** Makes a package of the repository's own `node_modules` visible to the project. */
  link(packageName: string, path: string = this.path): void {
    const target = join(path, 'node_modules', packageName);
    if (existsSync(target)) return;
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(join(root, 'node_modules', packageName), target);
  }

  /** The same package in a second project, which has the peers too; returns its path. */
  withPeers(): string {
    const path = join(this.path, 'with-peers');
    const installed = join('node_modules', manifest.name);
    cpSync(join(this.path, installed), join(path, installed), { recursive: true });
    for (const peer of Object.keys(manifest.peerDependencies)) this.link(peer, path);
    return path;
  }

  /** Runs a module text in the project by plain Node and returns its stdout. */
  evaluate(text: string): string {
    return execFileSync(process.execPath, ['--input-type=module', '--eval', text], {
      cwd: this.path,
      encoding: 'utf8',
      timeout: 60_000,
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
