import type { DatabaseMaker } from '../one-session/house.ts';
import { PgMemDatabase } from './pg-mem-database.ts';
import { newDb } from './pg-mem-module.ts';

/** The statements that made a database what it is. */
type Statements = readonly string[];

/** What makes databases, each of its own; a template is run again, since nothing copies a pg-mem with its schema. */
export const pgMemSource: { readonly version: string; readonly maker: DatabaseMaker<Statements> } = {
  // What SHOW server_version says in it.
  version: '12.2 (pg-mem)',
  maker: {
    async make(template = []) {
      const database = new PgMemDatabase(newDb());
      for (const statement of template) database.run(statement);
      return database;
    },
    templateOf: async (database) => [...(database as PgMemDatabase).history],
  },
};
