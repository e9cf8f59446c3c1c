import pg from 'pg';

export { Client as PgClient } from 'pg';

/** pg as one object: Sequelize is given the copy that this package uses itself. */
export const pgModule = pg;
