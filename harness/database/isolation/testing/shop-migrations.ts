import type { Migrations } from '../../test-database.ts';
import { query } from '../../testing/query.ts';

const schema = `
  CREATE TABLE shops (id serial PRIMARY KEY, name text NOT NULL UNIQUE);
  CREATE TABLE orders (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shop_id int NOT NULL REFERENCES shops,
    follows int REFERENCES orders DEFERRABLE INITIALLY DEFERRED,
    total numeric NOT NULL DEFAULT 0
  );
  CREATE TABLE currencies (code char(3) PRIMARY KEY, doubled text GENERATED ALWAYS AS (code || code) STORED);
  CREATE TABLE regions (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
  INSERT INTO regions (name) VALUES ('north');
  INSERT INTO currencies (code) VALUES ('EUR'), ('USD');
`;

/** A schema with what makes a reset hard: foreign keys, one of them circular and deferred, sequences, an identity column, rows that a migration wrote. */
export const shopMigrations: Migrations = {
  hash: () => `shop ${schema}`,
  run: async (url) => void (await query(url, schema)),
};
