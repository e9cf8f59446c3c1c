import { basename } from 'node:path';
import type { Client } from 'pg';
import type { Migrations } from '../test-database.ts';
import { hashOf } from './hash-of.ts';
import { migrationFailed } from './migration-error.ts';
import { type Source, readFolder } from './read-source.ts';
import { readScript } from './sql/read-script.ts';
import { runPart } from './sql/run-part.ts';
import { inOneTransaction, withClient } from './with-client.ts';

/** The ways in which the tools of this trade mark a file that must not run in a transaction, each on a line of its own. */
const withoutTransaction =
  /^--[ \t]*(?:no[ -]transaction|\+goose no transaction|migrate:up\b[^\n]*\btransaction:false|atlas:txmode none)[ \t\r]*$/im;
/** The line after which a file says how it is taken back. */
const wayBack = /^--[ \t]*(?:migrate:down|\+goose down|down migration)\b/im;

/**
 * The files of a folder that end in .sql, in order of their names, each in one transaction and on a fresh session; a line
 * `-- no transaction` runs its file without. Files that end in .down.sql, and what follows a line `-- migrate:down`, are left out.
 */
export function sqlFolderMigrations(folder: string): Migrations {
  return {
    async hash() {
      const sources = await readFolder(folder);
      return hashOf(sources.map(({ file, text }) => [basename(file), text]));
    },
    async run(url) {
      const sources = await readFolder(folder);
      await withClient(url, async (client) => {
        for (const source of sources) {
          await client.query('DISCARD ALL');
          await runFile(client, source);
        }
      });
    },
  };
}

async function runFile(client: Client, { file, text }: Source): Promise<void> {
  const [up = ''] = text.split(wayBack, 1);
  const run = () => runStatements(client, { file, text: up });
  if (withoutTransaction.test(up)) return run();
  try {
    await inOneTransaction(client, run);
  } catch (cause) {
    // What only COMMIT finds, such as a deferred constraint that is violated, belongs to no line.
    throw cause instanceof Error && cause.name === 'MigrationError' ? cause : migrationFailed({ file }, cause);
  }
}

async function runStatements(client: Client, { file, text }: Source): Promise<void> {
  for (const part of readScript(text)) {
    if (part.kind === 'meta') {
      throw migrationFailed({ file, line: part.line }, `${part.text} is a command of psql, not of the server`);
    }
    await runPart(client, file, part);
  }
}
