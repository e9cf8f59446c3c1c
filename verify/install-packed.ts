/** `node verify/install-packed.ts`: what the README tells a newcomer, from the packed package and the registry, in an empty folder. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const commands = /```sh\n(npm install --save-dev rustok-testkit .*\n(?:.+\n)*?)```/.exec(readme)?.[1];
const firstTest = /```ts\n(import .* from 'rustok-testkit\/vitest';\n.*?)```/s.exec(readme)?.[1];
if (commands === undefined || firstTest === undefined)
  throw new Error('README.md has no install line, or no test, that this check knows');

const folder = mkdtempSync(join(tmpdir(), 'rustok-installed-'));
const shell = (command: string, cwd = folder): string => {
  process.stderr.write(`$ ${command}\n`);
  return execFileSync('sh', ['-ec', command], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
};
try {
  const tarball = shell(`npm pack --silent --pack-destination ${folder}`, root).trim().split('\n').at(-1) ?? '';
  writeFileSync(join(folder, 'package.json'), '{}');
  shell(commands.replace('rustok-testkit', `./${tarball}`));
  writeFileSync(join(folder, 'own.test.ts'), firstTest);
  const summary = /Tests +.*/.exec(shell('NO_COLOR=1 npx vitest run'))?.[0];
  process.stdout.write(`installed by ${JSON.stringify(commands.split('\n')[0])}; ${summary ?? 'no summary'}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
