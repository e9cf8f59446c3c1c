import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AdminConnection, openAdminConnection } from '../../harness/counting/index.ts';
import { type TestDatabase, createTestDatabase } from '../../harness/database/index.ts';
import type { Subject } from '../contract/index.ts';
import { Levers } from './levers.ts';
import type { RestPoint } from './rest-point.ts';

let database: TestDatabase;
let admin: AdminConnection;
let levers: Levers;
let rest: RestPoint;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = await openAdminConnection(database.adminUrl);
  await admin.query(`
    CREATE TABLE parents (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "the name" text, doubled int GENERATED ALWAYS AS (length("the name") * 2) STORED);
    CREATE TABLE children (parent int REFERENCES parents, noted text);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.noted := 'by the trigger'; RETURN NEW; END $$;
    INSERT INTO parents ("the name") VALUES ('one'), ('two');
    INSERT INTO children VALUES (1, 'by hand');
    CREATE TRIGGER note BEFORE INSERT ON children FOR EACH ROW EXECUTE FUNCTION note()`);
  levers = await Levers.open(database as unknown as Subject);
  rest = await levers.restPoint();
});
afterAll(async () => {
  await levers[Symbol.asyncDispose]();
  await admin[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

const everything = async () => [
  await admin.query('SELECT * FROM parents ORDER BY id'),
  await admin.query('SELECT * FROM children'),
];

test('rows that were removed, changed and added are as they were, whatever refers to them', async () => {
  const before = await everything();
  await admin.query(`
    INSERT INTO children VALUES (2, 'new');
    UPDATE parents SET "the name" = 'other';
    DELETE FROM children WHERE parent = 1;
    DELETE FROM parents WHERE id = 1`);
  await rest.restore();
  expect(await everything()).toEqual(before);
});

test('a sequence goes on from where it stood', async () => {
  const next = async () => (await admin.query(`INSERT INTO parents ("the name") VALUES ('x') RETURNING id`))[0];
  const first = await next();
  await rest.restore();
  expect(await next()).toEqual(first);
  await rest.restore();
});
