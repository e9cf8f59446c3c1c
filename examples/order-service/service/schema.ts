/** What the order service keeps. Amounts are cents. */
export const schema = `
  CREATE TABLE items (id int PRIMARY KEY, stock int NOT NULL);
  CREATE TABLE customers (id int PRIMARY KEY, credit_limit int NOT NULL);
  CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, amount int NOT NULL);
  CREATE TABLE jobs (id int PRIMARY KEY, claimed_by text);
`;
