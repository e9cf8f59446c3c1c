import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { importPeer } from '../../../../src/errors/index.ts';

/** Sends the rows of a COPY … FROM stdin. Needs the peer pg-copy-streams. */
export async function copyRows(client: Client, statement: string, rows: string): Promise<void> {
  const { from } = await loadStreams();
  await pipeline(Readable.from(rows === '' ? [] : [rows]), client.query(from(statement)));
}

async function loadStreams() {
  return importPeer('pg-copy-streams', 'A dump with COPY … FROM stdin', () => import('pg-copy-streams'));
}
