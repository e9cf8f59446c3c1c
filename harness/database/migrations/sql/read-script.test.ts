import { describe, expect, it } from 'vitest';
import { readScript } from './read-script.ts';

const statementsOf = (script: string) => [...readScript(script)].map(({ text }) => text);

describe('a script', () => {
  it('is read statement by statement, each with its line', () => {
    expect([...readScript('-- first\nSELECT 1;\n\n  SELECT\n2;;\n/* a /* nested */ one */ SELECT 3')]).toEqual([
      { kind: 'statement', text: 'SELECT 1', line: 2 },
      { kind: 'statement', text: 'SELECT\n2', line: 4 },
      { kind: 'statement', text: 'SELECT 3', line: 6 },
    ]);
  });

  it.each([
    `SELECT 'a;b', 'it''s;', E'\\';', U&'\\0041;', n'x;'`,
    `SELECT 'C:\\;'`,
    `SELECT "odd;""name"`,
    'DO $$ BEGIN PERFORM 1; END $$',
    'DO $body$ BEGIN PERFORM $$;$$; END $body$',
    'DO $größe$ BEGIN PERFORM 1; END $größe$',
    'SELECT 1 -- not here;\n, 2',
    'SELECT /* nor; /* here; */ ; */ 1',
    'CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); INSERT INTO b VALUES (2))',
    'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END',
    'CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT 1; END',
    'PREPARE a$1 AS SELECT $1::int',
  ])('keeps one statement whole: %s', (statement) => {
    expect(statementsOf(`${statement};\nSELECT 1;`)).toEqual([statement, 'SELECT 1']);
  });

  it('takes a BEGIN of its own for a statement', () => {
    expect(statementsOf('BEGIN; SELECT 1; END;')).toEqual(['BEGIN', 'SELECT 1', 'END']);
  });

  it('hands over what is not closed as it is', () => {
    for (const text of [`SELECT 'a;`, 'SELECT "a;', 'SELECT $$ a;', `SELECT E'a\\`, 'SELECT 1 /* a;']) {
      expect(statementsOf(text)).toEqual([text.trim()]);
    }
  });

  it('holds the rows of a COPY as they are, and the line of the first', () => {
    const script =
      'COPY t (a, b) FROM stdin;\none\t\\N\n;\\\\. --\n\\.\n\nSELECT 1;\nCOPY u FROM STDIN;\n\\.\nSELECT 2;';
    expect([...readScript(script)]).toEqual([
      { kind: 'copy', text: 'COPY t (a, b) FROM stdin', line: 1, data: 'one\t\\N\n;\\\\. --\n', dataLine: 2 },
      { kind: 'statement', text: 'SELECT 1', line: 6 },
      { kind: 'copy', text: 'COPY u FROM STDIN', line: 7, data: '', dataLine: 8 },
      { kind: 'statement', text: 'SELECT 2', line: 9 },
    ]);
  });

  it('tells the commands of psql from statements', () => {
    expect([...readScript('\\restrict abc\nSELECT 1;\n\\connect "a;b"\n')]).toEqual([
      { kind: 'meta', text: '\\restrict abc', line: 1 },
      { kind: 'statement', text: 'SELECT 1', line: 2 },
      { kind: 'meta', text: '\\connect "a;b"', line: 3 },
    ]);
  });

  it('may have the line ends of Windows', () => {
    expect([...readScript('SELECT 1;\r\nCOPY t FROM stdin;\r\n1\r\n\\.\r\nSELECT 2;\r\n')]).toEqual([
      { kind: 'statement', text: 'SELECT 1', line: 1 },
      { kind: 'copy', text: 'COPY t FROM stdin', line: 2, data: '1\r\n', dataLine: 3 },
      { kind: 'statement', text: 'SELECT 2', line: 5 },
    ]);
  });

  it('of ten megabytes in one literal is read', () => {
    const literal = `INSERT INTO t VALUES ('${"it''s; ".repeat(1_500_000)}')`;
    expect(statementsOf(`${literal}; SELECT 1`).map(({ length }) => length)).toEqual([literal.length, 8]);
  });
});
