import type { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { readServerFacts } from './server-facts.ts';

const facts = { superuser: true, createsDatabases: true, comment: null, counts: true, preparesTransactions: true };

/** A client of a server that says this of itself. */
function clientOf(product: string, version: string): Client {
  return { query: async () => ({ rows: [{ ...facts, product, version }] }) } as unknown as Client;
}

describe('the facts of a server', () => {
  it.each([
    ['PostgreSQL 13.0 on x86_64-pc-linux-gnu', '13.0', '13.0'],
    ['PostgreSQL 18beta1 on x86_64-pc-linux-gnu', '18beta1', '18beta1'],
    ['PostgreSQL 16.4 (Debian 16.4-1) on aarch64-unknown-linux-gnu', '16.4 (Debian 16.4-1)', '16.4'],
  ])('are taken from %s', async (product, version, told) => {
    expect(await readServerFacts(clientOf(product, version))).toEqual({ ...facts, version: told });
  });

  it.each([
    ['PostgreSQL 12.22 on x86_64-pc-linux-gnu', '12.22'],
    ['PostgreSQL 9.6.24 on x86_64-pc-linux-gnu', '9.6.24'],
    ['CockroachDB CCL v24.1.0 (x86_64-pc-linux-gnu)', '13.0.0'],
  ])('are refused from %s, with the version that is needed', async (product, version) => {
    await expect(readServerFacts(clientOf(product, version))).rejects.toMatchObject({
      code: 'ENGINE_TOO_OLD',
      message: `The kit needs PostgreSQL 13 or newer; this server is ${product}.`,
    });
  });
});
