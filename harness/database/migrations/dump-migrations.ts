import type { Client } from 'pg';
import type { Migrations } from '../test-database.ts';
import { hashOf } from './hash-of.ts';
import { MigrationError, migrationFailed } from './migration-error.ts';
import { readSource, type Source } from './read-source.ts';
import { readScript } from './sql/read-script.ts';
import { runPart } from './sql/run-part.ts';
import { inOneTransaction, withClient } from './with-client.ts';

/** In a test database the application's role owns everything, and the database is there already. */
const notOurs = [
  /^ALTER\s[\s\S]*\sOWNER\s+TO\s+\S+$/i,
  /^(?:GRANT|REVOKE)\s/i,
  /^ALTER\s+DEFAULT\s+PRIVILEGES\s/i,
  /^SET\s+SESSION\s+AUTHORIZATION\s/i,
  /^(?:CREATE|ALTER|DROP|COMMENT\s+ON)\s+DATABASE\s/i,
  /^COMMENT\s+ON\s+EXTENSION\s/i,
  /^CREATE\s+SCHEMA\s+public$/i,
];
const setting = /^SET\s+(\w+)\s*=/i;
const encoding = /^SET\s+client_encoding\s*=\s*'?(\w+)/i;

/**
 * A dump of pg_dump in its plain format, run in one transaction: rows of COPY are sent as they are, commands of psql, owners and
 * privileges are left out. Rows need the peer pg-copy-streams.
 */
export function dumpMigrations(file: string): Migrations {
  return {
    hash: async () => hashOf((await readSource(file)).text),
    async run(url) {
      const source = await readSource(file);
      await withClient(url, (client) => runDump(client, source));
    },
  };
}

async function runDump(client: Client, source: Source): Promise<void> {
  try {
    await inOneTransaction(client, () => runStatements(client, source));
  } catch (cause) {
    throw cause instanceof Error && cause.name === 'MigrationError' ? cause : migrationFailed(source, cause);
  }
}

async function runStatements(client: Client, { file, text }: Source): Promise<void> {
  for (const part of readScript(text)) {
    refuseOtherEncoding(file, part);
    if (part.kind === 'meta' || notOurs.some((pattern) => pattern.test(part.text))) continue;
    if (await isUnknownSetting(client, part.text)) continue;
    await runPart(client, file, part);
  }
}

/** A dump of a newer server sets what an older one does not have. */
async function isUnknownSetting(client: Client, statement: string): Promise<boolean> {
  const name = setting.exec(statement)?.[1];
  if (name === undefined) return false;
  const { rows } = await client.query<{ known: boolean }>('SELECT current_setting($1, true) IS NOT NULL AS known', [
    name,
  ]);
  return rows[0]?.known === false;
}

function refuseOtherEncoding(file: string, { text, line }: { readonly text: string; readonly line: number }): void {
  const name = encoding.exec(text)?.[1];
  if (name === undefined || /^utf-?8$/i.test(name)) return;
  throw new MigrationError(
    'MIGRATIONS_UNREADABLE',
    `${file}:${line} is written in ${name}; make it with pg_dump --encoding=UTF8`,
    { file, line },
  );
}
