import type { CapabilityCheck } from '../capability-check.ts';
import { seen } from '../seen.ts';

/** What the server refuses, when, and how it says so. */
export const constraintChecks: readonly CapabilityCheck[] = [
  {
    capability: 'deferred-constraints',
    title: 'a deferred foreign key fails at COMMIT and stores nothing',
    async run({ session, table }) {
      const writer = await session();
      await writer.rows(
        `CREATE TABLE ${table}_child (parent int REFERENCES ${table} (id) DEFERRABLE INITIALLY DEFERRED)`,
      );
      await writer.rows('BEGIN');
      await writer.rows(`INSERT INTO ${table}_child VALUES (99)`);
      seen('the failure of COMMIT', await writer.failure('COMMIT'), '23503');
      seen('the rows', await writer.rows(`SELECT * FROM ${table}_child`), []);
    },
  },
  {
    capability: 'deferred-constraints',
    title: 'a deferred foreign key that is whole again at COMMIT passes',
    async run({ session, table }) {
      const writer = await session();
      await writer.rows(
        `CREATE TABLE ${table}_child (parent int REFERENCES ${table} (id) DEFERRABLE INITIALLY DEFERRED)`,
      );
      await writer.rows('BEGIN');
      await writer.rows(`INSERT INTO ${table}_child VALUES (3)`);
      await writer.rows(`INSERT INTO ${table} VALUES (3, 30)`);
      seen('the answer to COMMIT', await writer.tag('COMMIT'), 'COMMIT');
    },
  },
  {
    capability: 'sqlstate',
    title: 'every kind of violation has its SQLSTATE',
    async run({ session, table }) {
      const writer = await session();
      await writer.rows(
        `CREATE TABLE ${table}_child (parent int NOT NULL REFERENCES ${table} (id), amount int CHECK (amount > 0))`,
      );
      const insert = (values: string): Promise<string> =>
        writer.failure(`INSERT INTO ${table}_child VALUES (${values})`);
      seen('a missing parent', await insert('99, 1'), '23503');
      seen('a missing value', await insert('NULL, 1'), '23502');
      seen('a refused value', await insert('1, 0'), '23514');
      seen('a second one', await writer.failure(`INSERT INTO ${table} VALUES (1, 1)`), '23505');
    },
  },
  {
    capability: 'sqlstate',
    title: 'a violation names its constraint and its table',
    async run({ session, table }) {
      const writer = await session();
      const error = await writer.rows(`INSERT INTO ${table} VALUES (1, 1)`).then(
        () => undefined,
        (cause: unknown) => cause as { readonly constraint?: string; readonly table?: string },
      );
      seen('the names', [error?.constraint, error?.table], [`${table}_pkey`, table]);
    },
  },
  {
    capability: 'procedures',
    title: 'a trigger of plpgsql refuses a row with the SQLSTATE that it raises',
    async run({ session, table }) {
      const writer = await session();
      await writer.rows(
        `CREATE FUNCTION ${table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'RT001'; END $$`,
      );
      await writer.rows(
        `CREATE TRIGGER refuse BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION ${table}_refuse()`,
      );
      seen('the failure', await writer.failure(`INSERT INTO ${table} VALUES (3, 30)`), 'RT001');
    },
  },
  {
    capability: 'own-roles',
    title: 'the application is no superuser, and what is revoked from it fails with 42501',
    async run({ session, table, database }) {
      const [application, admin] = [await session(), await session(database.adminUrl)];
      const isSuperuser = 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user';
      seen('the roles', [await application.rows(isSuperuser), await admin.rows(isSuperuser)], [[[false]], [[true]]]);
      const [[role] = []] = await application.rows('SELECT current_user');
      await admin.rows(`REVOKE INSERT ON ${table} FROM "${String(role)}"`);
      seen('the failure', await application.failure(`INSERT INTO ${table} VALUES (3, 30)`), '42501');
    },
  },
];
