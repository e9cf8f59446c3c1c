import type { Database } from '../../../../src/database/index.ts';

/** The same database, but for the text of what is asked of it. */
export function databaseThat(database: Database, rewrite: (sql: string) => string): Database {
  const { sequelize } = database;
  const rewriting = new Proxy(sequelize, {
    get: (right, name) =>
      name === 'query'
        ? (sql: string, options: object) => right.query(rewrite(sql), options)
        : (Reflect.get(right, name) as unknown),
  });
  return { ...database, sequelize: rewriting };
}
