import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../database/index.ts';
import { startProxy } from './start-proxy.ts';
import type { WireProxy } from './wire-proxy.ts';

describe('faults', () => {
  let database: TestDatabase;
  let proxy: WireProxy;
  let client: Client;
  let direct: Client;

  beforeEach(async () => {
    database = await createTestDatabase();
    proxy = await startProxy({ upstream: database.tcpUrl, adminUrl: database.adminUrl });
    direct = await connect(database.url);
    await direct.query('CREATE TABLE things (id int PRIMARY KEY)');
    client = await connect(proxy.urlFor(database.tcpUrl));
  });
  afterEach(async () => {
    await client.end();
    await direct.end();
    await proxy[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  const stored = async () =>
    (await direct.query<{ id: number }>('SELECT id FROM things ORDER BY id')).rows.map((row) => row.id);
  const backendEnded = () =>
    expect
      .poll(
        async () =>
          (
            await direct.query(
              "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()  AND application_name = ''",
            )
          ).rowCount,
      )
      .toBe(0);

  describe.each([
    ['simple', (id: number) => client.query(`INSERT INTO things VALUES (${id})`)],
    ['extended', (id: number) => client.query('INSERT INTO things VALUES ($1)', [id])],
  ])('in the %s protocol', (_protocol, insert) => {
    it('error-before gives the chosen SQLSTATE and aborts the transaction for real', async () => {
      const armed = await proxy.inject({ fault: { kind: 'error-before', sqlState: '40001' }, at: { nth: 3 } });
      await client.query('BEGIN');
      await insert(1);
      await expect(insert(2)).rejects.toMatchObject({ code: '40001', severity: 'ERROR' });
      await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
      expect((await client.query('COMMIT')).command).toBe('ROLLBACK');
      expect(await stored()).toEqual([]);
      const [firing, ...others] = await armed.readFirings();
      expect(others).toEqual([]);
      expect(firing).toMatchObject({
        fault: { kind: 'error-before' },
        statement: { ordinal: 3, outcome: 'failed', sqlState: '40001' },
      });
    });

    it('error-before outside a transaction fails the one statement', async () => {
      await proxy.inject({ fault: { kind: 'error-before', sqlState: '57014' }, at: { matching: /INSERT/ } });
      await expect(insert(1)).rejects.toMatchObject({ code: '57014' });
      await insert(2);
      expect(await stored()).toEqual([2]);
    });

    it('drop-before resets the connection and never sends the statement', async () => {
      await proxy.inject({ fault: { kind: 'drop-before' }, at: { matching: /INSERT/ } });
      await expect(insert(1)).rejects.toThrow(/terminated|ECONNRESET/);
      await backendEnded();
      expect(await stored()).toEqual([]);
      expect(proxy.firings[0]?.statement.outcome).toBe('withheld');
    });

    it('drop-after executes the statement and loses its answer', async () => {
      await proxy.inject({ fault: { kind: 'drop-after' }, at: { matching: /INSERT/ } });
      await expect(insert(1)).rejects.toThrow(/terminated|ECONNRESET/);
      expect(await stored()).toEqual([1]);
      expect(proxy.firings[0]?.statement).toMatchObject({ outcome: 'completed', commandTag: 'INSERT 0 1' });
    });

    it('kill-backend ends the server process before the statement', async () => {
      await proxy.inject({ fault: { kind: 'kill-backend' }, at: { matching: /INSERT/ } });
      await client.query('BEGIN');
      await expect(insert(1)).rejects.toMatchObject({ code: '57P01' });
      expect(await stored()).toEqual([]);
      expect(proxy.firings[0]?.statement).toMatchObject({ outcome: 'withheld', sqlState: '57P01' });
    });

    it('freeze neither sends nor answers, until the client gives up', async () => {
      await proxy.inject({ fault: { kind: 'freeze' }, at: { matching: /INSERT/ } });
      const frozen = insert(1);
      const failure = expect(frozen).rejects.toThrow(/terminated/);
      await expect.poll(() => proxy.firings.length).toBe(1);
      expect(await Promise.race([frozen.catch(() => 'failed'), direct.query('SELECT 1').then(() => 'silent')])).toBe(
        'silent',
      );
      await client.end();
      await failure;
      await backendEnded();
      expect(await stored()).toEqual([]);
    });

    it('freeze-after executes and never answers', async () => {
      await proxy.inject({ fault: { kind: 'freeze-after' }, at: { matching: /INSERT/ } });
      const failure = expect(insert(1)).rejects.toThrow(/terminated/);
      await expect.poll(stored).toEqual([1]);
      await client.end();
      await failure;
    });

    it('delay sends the statement later', async () => {
      await proxy.inject({ fault: { kind: 'delay', delayMs: 30 }, at: { matching: /INSERT/ } });
      await insert(1);
      expect(await stored()).toEqual([1]);
      expect(proxy.firings[0]?.statement.outcome).toBe('completed');
    });
  });

  describe.each([
    ['simple', (text: string) => client.query(text)],
    ['extended', (text: string) => client.query({ name: text, text })],
  ])('at a COMMIT in the %s protocol', (_protocol, run) => {
    it('error-before rolls the transaction back and leaves the session idle', async () => {
      await proxy.inject({ fault: { kind: 'error-before', sqlState: '23503' }, at: { matching: /^COMMIT/ } });
      await run('BEGIN');
      await run('INSERT INTO things VALUES (1)');
      await expect(run('COMMIT')).rejects.toMatchObject({ code: '23503' });
      await run('INSERT INTO things VALUES (2)');
      expect(proxy.connections[0]?.transactionStatus).toBe('idle');
      expect(await stored()).toEqual([2]);
    });

    it('drop-after commits, and the client never learns it', async () => {
      await proxy.inject({ fault: { kind: 'drop-after' }, at: { matching: /^COMMIT/ } });
      await run('BEGIN');
      await run('INSERT INTO things VALUES (1)');
      await expect(run('COMMIT')).rejects.toThrow(/terminated|ECONNRESET/);
      expect(await stored()).toEqual([1]);
      expect(proxy.firings[0]?.statement).toMatchObject({ outcome: 'completed', commandTag: 'COMMIT' });
    });

    it('drop-before rolls back', async () => {
      await proxy.inject({ fault: { kind: 'drop-before' }, at: { matching: /^COMMIT/ } });
      await run('BEGIN');
      await run('INSERT INTO things VALUES (1)');
      await expect(run('COMMIT')).rejects.toThrow(/terminated|ECONNRESET/);
      await backendEnded();
      expect(await stored()).toEqual([]);
    });
  });

  it('counts from when a fault was armed, per connection when asked, and fires as often as asked', async () => {
    const other = await connect(proxy.urlFor(database.tcpUrl));
    await client.query('SELECT 1');
    await proxy.inject({
      fault: { kind: 'error-before', sqlState: 'XX001' },
      at: { nth: 2, per: 'connection', times: 2 },
    });
    await client.query('SELECT 2');
    await other.query('SELECT 3');
    await expect(other.query('SELECT 4')).rejects.toMatchObject({ code: 'XX001' });
    await expect(client.query('SELECT 5')).rejects.toMatchObject({ code: 'XX001' });
    await client.query('SELECT 6');
    await other.end();
  });

  it('strikes where a predicate says', async () => {
    await proxy.inject({
      fault: { kind: 'error-before', sqlState: 'XX001' },
      at: { matching: (statement) => statement.parameters.includes('7') },
    });
    await client.query('INSERT INTO things VALUES ($1)', [6]);
    await expect(client.query('INSERT INTO things VALUES ($1)', [7])).rejects.toMatchObject({ code: 'XX001' });
  });

  it('closes a connection whose fault cannot be placed, and says why', async () => {
    const boom = () => {
      throw new Error('no idea');
    };
    await proxy.inject({ fault: { kind: 'freeze' }, at: { matching: boom } });
    await expect(client.query('SELECT 1')).rejects.toMatchObject({
      severity: 'FATAL',
      message: expect.stringMatching(/could not be placed: no idea/),
    });
    await using unable = await startProxy({ upstream: database.tcpUrl, faults: [{ fault: { kind: 'kill-backend' } }] });
    const other = await connect(unable.urlFor(database.tcpUrl));
    await expect(other.query('SELECT 1')).rejects.toThrow(/kill-backend needs the option adminUrl/);
  });

  it('does not fire once it was disarmed, nor after a reset', async () => {
    const armed = await proxy.inject({ fault: { kind: 'drop-before' } });
    await armed.disarm();
    await proxy.inject({ fault: { kind: 'drop-before' } });
    await proxy.reset();
    await client.query('SELECT 1');
    expect(proxy.firings).toEqual([]);
  });

  it('refuses an SQLSTATE that is no error, and a count from 0', async () => {
    await expect(proxy.inject({ fault: { kind: 'error-before', sqlState: '00000' } })).rejects.toThrow(
      /The fault is not valid: fault\.sqlState: must be the SQLSTATE of an error/,
    );
    await expect(proxy.inject({ fault: { kind: 'freeze' }, at: { nth: 0 } })).rejects.toThrow(
      /at\.nth: must be a whole number from 1/,
    );
  });

  it('holds a statement for whoever intercepts, and sends it when told', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = proxy.intercept(async (statement) => {
      if (statement.text.startsWith('INSERT')) await promise;
      return { kind: 'forward' };
    });
    const inserted = client.query('INSERT INTO things VALUES (1)');
    await expect.poll(() => proxy.statements.length).toBe(1);
    expect(await stored()).toEqual([]);
    resolve();
    await inserted;
    stop();
    expect(await stored()).toEqual([1]);
  });

  it('never sends a held statement whose client has gone', async () => {
    proxy.intercept((statement) => (statement.text.startsWith('INSERT') ? new Promise(() => undefined) : undefined));
    const failure = expect(client.query('INSERT INTO things VALUES (1)')).rejects.toThrow(/terminated/);
    await expect.poll(() => proxy.statements.length).toBe(1);
    await client.end();
    await failure;
    await backendEnded();
    expect(proxy.statements[0]?.outcome).toBe('withheld');
    expect(await stored()).toEqual([]);
  });
});

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
