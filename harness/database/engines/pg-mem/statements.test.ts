import { expect, test } from 'vitest';
import { bindParameters, readParameters } from './bind-parameters.ts';
import { splitStatements } from './split-statements.ts';
import { readControl } from './transaction-control.ts';

test.each([
  ['SELECT 1; SELECT 2;', ['SELECT 1', 'SELECT 2']],
  [`SELECT ';', ";" -- ;\n; SELECT 2`, [`SELECT ';', ";" -- ;`, 'SELECT 2']],
  [`SELECT 'it''s;' /* ; */; SELECT $a$ ; $a$`, [`SELECT 'it''s;' /* ; */`, 'SELECT $a$ ; $a$']],
  [' ; ', []],
])('%j is cut where statements end', (text, statements) => {
  expect(splitStatements(text)).toEqual(statements);
});

test('parameters are put where they stand, and nowhere inside a text', () => {
  expect(
    bindParameters(`SELECT $1, $2, $10 FROM "$1" WHERE a = '$1' -- $1`, [
      "it's",
      null,
      ...Array<string>(7).fill('x'),
      'ten',
    ]),
  ).toBe(`SELECT 'it''s', NULL, 'ten' FROM "$1" WHERE a = '$1' -- $1`);
  expect(bindParameters('SELECT $1', [Buffer.from('ab')])).toBe(`SELECT '\\x6162'`);
  expect(() => bindParameters('SELECT $2', ['one'])).toThrow('there is no parameter $2');
});

test('parameters are read from a message as text, bytes and null', () => {
  const body = Buffer.concat([
    Buffer.from('portal\0statement\0'),
    Buffer.from([0, 2, 0, 0, 0, 1]),
    Buffer.from([0, 2, 0, 0, 0, 1, 0x61, 0xff, 0xff, 0xff, 0xff]),
    Buffer.from([0, 0]),
  ]);
  expect(readParameters(body)).toEqual(['a', null]);
});

test.each([
  ['BEGIN ISOLATION LEVEL SERIALIZABLE', { does: 'begin', name: '' }],
  ['/* why */ start  transaction', { does: 'begin', name: '' }],
  ['END', { does: 'commit', name: '' }],
  ['COMMIT AND CHAIN', { does: 'commit', name: '' }],
  ["COMMIT PREPARED 'x'", { does: 'refused', name: '' }],
  ["PREPARE TRANSACTION 'x'", { does: 'refused', name: '' }],
  ['ROLLBACK TO SAVEPOINT "a b"', { does: 'rollback-to', name: '"a b"' }],
  ['ROLLBACK TO a', { does: 'rollback-to', name: 'a' }],
  ['ABORT', { does: 'rollback', name: '' }],
  ['SAVEPOINT a', { does: 'savepoint', name: 'a' }],
  ['RELEASE a', { does: 'release', name: 'a' }],
  ['SELECT commit FROM t', undefined],
  ['BEGINNING', undefined],
])('%s is read as what it does to its transaction', (statement, control) => {
  expect(readControl(statement)).toEqual(control);
});
