CREATE TABLE orders (
  id integer PRIMARY KEY,
  total integer NOT NULL CHECK (total > 0)
);
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  type text NOT NULL,
  data jsonb NOT NULL
);
