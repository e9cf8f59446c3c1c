import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { suites } from '../../../scenarios/index.ts';
import { peers } from '../subjects/index.ts';
import type { Cell, PeersTable } from './judge.ts';
import { ownCases } from './own-cases.ts';
import { marks, peersCommand, renderPeers } from './table.ts';

const libraries = ['reference', ...peers.map(({ name }) => name)];
const known: string[] = [...suites.flatMap(({ scenarios }) => scenarios), ...ownCases].map(({ id }) => id);
const document = readFileSync(new URL('../../../docs/stampede-peers.md', import.meta.url), 'utf8');
const rows = document
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\| | \|$/g, '')));

test('the committed table has a column for the reference and every library', () => {
  expect(rows[0]).toEqual(['case', 'what is asked', ...libraries]);
  expect(document).toContain(peersCommand);
});

test('the committed table has a verdict in every cell, on cases that there are', () => {
  const ids = rows.slice(1).map(([id = '']) => id);
  expect(ids).toContain('STAMPEDE-1');
  expect(ids.filter((id) => !known.includes(id))).toEqual([]);
  for (const row of rows.slice(1)) {
    expect(row, row[0]).toHaveLength(libraries.length + 2);
    expect(row.slice(2).filter((cell) => !Object.values(marks).includes(cell))).toEqual([]);
  }
});

test('the reference holds in every case of the committed table', () => {
  expect(rows.slice(1).filter((row) => row[2] !== marks.passed)).toEqual([]);
});

test('what a library did instead stands below the table, without what differs from run to run', () => {
  const cells: Cell[] = [
    { id: 'STAMPEDE-1', library: 'reference', verdict: 'passed', reason: '' },
    {
      id: 'STAMPEDE-1',
      library: 'lru-cache',
      verdict: 'failed',
      reason: 'tenant 6f1c2c7e-3f1e-4a63-9b43-0a4ff4a0b111 | told\n2 queries',
    },
  ];
  const table: PeersTable = { libraries, cases: [{ id: 'STAMPEDE-1', title: 'MUST find a tenant' }], cells };
  const rendered = renderPeers(table, { 'lru-cache': '1.2.3' });
  expect(rendered).toContain('| STAMPEDE-1 | find a tenant | yes | – | – | **no** |');
  expect(rendered).toContain('- STAMPEDE-1: tenant … \\| told 2 queries');
  expect(rendered).toContain('Versions: lru-cache 1.2.3.');
});
