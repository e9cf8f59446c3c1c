import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';

// A small service for the tests of service files: notes with an outbox that it relays by itself. As `serve` it does not relay, as `relay`
// it does nothing else. MISTAKE makes it another one; what is posted to /hurry is published after COMMIT.

const [, , part = 'all'] = process.argv;

const { DATABASE_URL: connectionString, PORT, SINK_URL: sinkUrl = '', MISTAKE: mistake = '' } = process.env;
const deadlineMs = Number(process.env['DEADLINE_MS'] ?? 5_000) * 0.8;

if (mistake === 'does not start') throw new Error('no configuration');
if (mistake === 'a port is needed') await listenOn(process.argv[3], PORT);
if (mistake === 'deaf') process.on('SIGTERM', () => undefined);
else process.once('SIGTERM', () => void stop());

async function listenOn(argument: string | undefined, variable: string | undefined): Promise<void> {
  if (argument !== variable || !(Number(argument) > 0)) throw new Error(`no port: ${argument}, ${variable}`);
  const own = createServer().listen(Number(argument), '127.0.0.1');
  await once(own, 'listening');
  own.unref();
}

async function withClient<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString, query_timeout: deadlineMs });
  client.on('error', () => undefined);
  await client.connect();
  let isKept = false;
  try {
    return await work(client);
  } catch (error) {
    isKept = mistake === 'keeps what failed';
    throw error;
  } finally {
    // A connection that waits for nothing any more is closed, any other is left to break.
    if (!isKept)
      await Promise.race([client.end().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 50))]);
  }
}

async function publish(event: unknown): Promise<void> {
  const answer = await fetch(sinkUrl, {
    method: 'POST',
    body: JSON.stringify(event),
    headers: { connection: 'close' },
  });
  if (!answer.ok && mistake !== 'publishes before commit') throw new Error(`not published: ${answer.status}`);
}

async function write(id: string, mistaken = mistake): Promise<void> {
  await withClient(async (client) => {
    const event = { key: `event of ${id}`, type: 'note.written', note: id };
    await client.query('BEGIN');
    await client.query('INSERT INTO notes VALUES ($1)', [id]);
    if (mistaken.startsWith('publishes before commit')) await publish(event);
    else if (mistaken !== 'publishes after commit')
      await client.query('INSERT INTO outbox (event) VALUES ($1)', [event]);
    await client.query('COMMIT');
    if (mistaken === 'publishes after commit') await publish(event);
  });
}

async function relayOnce(client: Client): Promise<void> {
  const { rows } = await client.query<{ position: number; event: unknown }>(
    'SELECT position, event FROM outbox ORDER BY position',
  );
  for (const { position, event } of rows) {
    await publish(event);
    await client.query('DELETE FROM outbox WHERE position = $1', [position]);
  }
}

const stopping = new AbortController();
const doesRelay = part !== 'serve' && mistake !== 'does not relay';
const relaying = doesRelay ? relay(stopping.signal) : Promise.resolve();

async function relay(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await withClient(relayOnce).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const server = createServer((request, response) => {
  if (request.url === '/silent') return;
  if (request.method === 'GET') return void response.writeHead(request.url === '/unknown' ? 404 : 200).end();
  text(request)
    .then((id) => write(id, request.url === '/hurry' ? 'publishes after commit' : mistake))
    .then(
      () => response.writeHead(201).end(JSON.stringify({ written: { once: true } })),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
});
if (part !== 'relay') server.listen(Number(PORT), '127.0.0.1', () => process.stdout.write('The notes are open\n'));

async function stop(): Promise<void> {
  stopping.abort();
  server.close();
  server.closeIdleConnections();
  await relaying;
}
