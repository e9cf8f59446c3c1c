import { Client } from 'pg';
import type { OfAnEngine } from './capability-error.ts';

const engines = new Map<string, OfAnEngine>();

/** Remembers that the server at this URL shows less than PostgreSQL does, for callers that know only the URL. */
export function noteEngineAt(url: string, engine: OfAnEngine): void {
  engines.set(placeOf(url), engine);
}

/** What this process knows of the engine behind a URL; undefined for every real PostgreSQL. */
export function engineAt(url: string): OfAnEngine | undefined {
  return engines.get(placeOf(url));
}

/** The host and the port that a URL leads to. */
export function placeOf(url: string): string {
  const { host, port } = new Client(url);
  return `${host}:${port}`;
}
