import type { GoldenEnvelope } from '../evolution.ts';

export function golden(type: string, version: number, fingerprint: string, canonical: string): GoldenEnvelope {
  return Object.freeze({ type, version, fingerprint, canonical });
}
