import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, runTool } from './planted-tree.ts';

const shipped = ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'docs'];
const sources = ['package-lock.json', 'tsconfig*.json', '{docs,src,fixtures,harness,scenarios,bench,cli}/**/*'];
const kept = join(root, 'node_modules', '.cache', 'rustok-packed');

/** Where the package lies, built and packed by npm: once for the same sources, whichever test asks first. */
export function packedTarball(): string {
  const tarball = join(kept, `${hashOfSources()}.tgz`);
  if (!existsSync(tarball)) pack(tarball);
  return tarball;
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  const files = globSync([...shipped, ...sources], { cwd: root, withFileTypes: true }).filter((one) => one.isFile());
  for (const path of files.map((one) => join(one.parentPath, one.name)).toSorted())
    hash.update(path).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex').slice(0, 16);
}

function pack(tarball: string): void {
  mkdirSync(kept, { recursive: true });
  const staging = mkdtempSync(join(kept, 'staging-'));
  try {
    const options = ['-p', 'tsconfig.build.json', '--noCheck', '--outDir', join(staging, 'dist')];
    const { status, stdout, stderr } = runTool('tsc', options);
    if (status !== 0) throw new Error(`the build failed:\n${stdout}${stderr}`);
    for (const name of shipped) cpSync(join(root, name), join(staging, name), { recursive: true });
    const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--silent'], { cwd: staging, encoding: 'utf8' });
    // Whole or not at all: another test may be looking for it.
    renameSync(join(staging, packed.trim().split('\n').at(-1) ?? ''), tarball);
  } finally {
    rmSync(staging, { recursive: true });
  }
}
