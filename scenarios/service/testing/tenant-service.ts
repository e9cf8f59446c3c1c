import { createServer } from 'node:http';
import { Pool } from 'pg';

// A small service for the tests of service files: it looks tenants up once for all who ask, unless MISTAKE is `a query for each`.

interface Answer {
  readonly status: number;
  readonly body: string;
}

const deadlineMs = Number(process.env['DEADLINE_MS'] ?? 5_000) * 0.8;
const pool = new Pool({
  connectionString: process.env['DATABASE_URL'],
  max: 5,
  query_timeout: deadlineMs,
  statement_timeout: deadlineMs,
});
pool.on('error', () => undefined);
const known = new Map<string, Promise<Answer>>();

async function load(slug: string): Promise<Answer> {
  try {
    const { rows } = await pool.query<{ name: string; active: boolean }>(
      'SELECT name, active FROM tenants WHERE slug = $1',
      [slug],
    );
    const [tenant] = rows;
    if (tenant === undefined) return { status: 404, body: 'no such tenant' };
    return tenant.active ? { status: 200, body: tenant.name } : { status: 403, body: 'inactive' };
  } catch (error) {
    known.delete(slug);
    return { status: 503, body: String(error) };
  }
}

function find(slug: string): Promise<Answer> {
  if (process.env['MISTAKE'] === 'a query for each') return load(slug);
  const found = known.get(slug) ?? load(slug);
  known.set(slug, found);
  return found;
}

const server = createServer((request, response) => {
  if (request.url === '/health') return void response.end();
  if (request.method === 'DELETE') {
    known.delete(String(request.headers['x-tenant']));
    return void response.end();
  }
  void find(String(request.headers['x-tenant'])).then(({ status, body }) => response.writeHead(status).end(body));
});
server.listen({ port: Number(process.env['PORT']), host: '127.0.0.1', backlog: 4096 });
