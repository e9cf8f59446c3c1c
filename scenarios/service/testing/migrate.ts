import { Client } from 'pg';

const client = new Client({ connectionString: process.env['DATABASE_URL'] });
await client.connect();
await client.query('CREATE TABLE notes (id text PRIMARY KEY); CREATE TABLE outbox (position serial, event jsonb)');
await client.end();
