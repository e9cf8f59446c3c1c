import { expect, test } from 'vitest';
import { PlantedTree, root, runTool } from './planted-tree.ts';

interface Diagnostics {
  diagnostics: { code: string; filename: string }[];
}

const sequelize = `import { Sequelize } from 'sequelize';\nconst sequelize = new Sequelize('postgres://127.0.0.1/x');\n`;

/** File name -> [the rule that must speak, the fault]. */
const planted: Record<string, readonly [rule: string, text: string]> = {
  'transaction-not-awaited.ts': [
    'no-floating-promises',
    `${sequelize}export function f() {\n  sequelize.transaction();\n}`,
  ],
  'promise-as-condition.ts': [
    'no-misused-promises',
    `const ready = async () => true;\nexport function f() {\n  return ready() ? 1 : 2;\n}`,
  ],
  'async-callback-of-void.ts': [
    'no-misused-promises',
    `export function f(list: number[]) {\n  list.forEach(async (n) => {\n    await Promise.resolve(n);\n  });\n}`,
  ],
  'await-of-a-value.ts': ['await-thenable', `export async function f(n: number) {\n  await n;\n}`],
  'rejection-escapes-try.ts': [
    'return-await',
    `export async function f(load: () => Promise<number>) {\n  try {\n    return load();\n  } catch {\n    return 0;\n  }\n}`,
  ],
  'any.ts': ['no-explicit-any', `export const f = (value: any) => String(value);`],
  'non-null.ts': ['no-non-null-assertion', `export const f = (list: number[]) => list.at(0)! + 1;`],
  'missing-case.ts': [
    'switch-exhaustiveness-check',
    `export function f(kind: 'a' | 'b') {\n  switch (kind) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}`,
  ],
  'throws-a-string.ts': ['only-throw-error', `export function f() {\n  throw 'no';\n}`],
  'default-export.ts': ['no-default-export', `export default 1;`],
  'console.ts': ['no-console', `console.log(1);\nexport {};`],
  'unused.ts': ['no-unused-vars', `const left = 1;\nexport {};`],
};

const lint = (folder: string): Diagnostics =>
  JSON.parse(runTool('oxlint', ['--type-aware', '--format', 'json'], folder).stdout) as Diagnostics;

test('every lint rule that the package leans on catches the fault planted for it', () => {
  using tree = new PlantedTree(
    Object.fromEntries(Object.entries(planted).map(([name, [, text]]) => [`src/${name}`, text])),
  );
  const { diagnostics } = lint(tree.path);
  for (const [name, [rule]] of Object.entries(planted)) {
    const rules = diagnostics.filter((found) => found.filename.endsWith(name)).map((found) => found.code);
    expect(rules.join(' '), name).toContain(rule);
  }
});

test('the package has no lint finding', () => {
  expect(lint(root).diagnostics.map(({ code, filename }) => `${filename}: ${code}`)).toEqual([]);
});
