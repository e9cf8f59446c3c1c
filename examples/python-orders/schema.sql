CREATE TABLE orders (
  id uuid PRIMARY KEY,
  customer text NOT NULL,
  status text NOT NULL DEFAULT 'placed',
  idempotency_key text NOT NULL UNIQUE
);

CREATE TABLE outbox (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event jsonb NOT NULL
);
