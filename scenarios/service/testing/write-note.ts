import { Client } from 'pg';

// A service without a server: each note is written by a command.

const client = new Client({ connectionString: process.env['DATABASE_URL'], query_timeout: 5_000 });
await client.connect();
await client.query('BEGIN');
await client.query('INSERT INTO notes VALUES ($1)', [process.argv[2]]);
await client.query('INSERT INTO outbox (event) VALUES ($1)', [{ note: process.argv[2] }]);
await client.query('COMMIT');
await client.end();
