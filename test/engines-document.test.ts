import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { capabilityTable, engines } from '../harness/database/index.ts';
import { root } from './planted-tree.ts';

const document = readFileSync(join(root, 'docs/engines.md'), 'utf8');

test('the table of capabilities in docs/engines.md is the one of the manifests', () => {
  const table = /<!-- capabilities -->\n\n([\s\S]*?)\n\n<!-- \/capabilities -->/.exec(document)?.[1];
  expect(table).toBe(capabilityTable(engines.map((engine) => ({ engine }))));
});

test('every engine is described in docs/engines.md', () => {
  expect(engines.filter(({ name }) => !document.includes(`| \`${name}\``)).map(({ name }) => name)).toEqual([]);
});
