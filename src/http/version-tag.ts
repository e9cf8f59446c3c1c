import type { IncomingHttpHeaders } from 'node:http';
import { ValidationError } from '../errors/index.ts';

/** A row's version as an entity tag. */
export function entityTag(version: number): string {
  return `"${version}"`;
}

/** The version that the caller has seen, from If-Match: exactly one tag as this application gives them. */
export function expectedVersion(headers: IncomingHttpHeaders): number {
  const tag = headers['if-match'];
  if (tag === undefined) throw refused('is missing: send the ETag of the version that you have seen');
  const version = /^"([1-9]\d{0,9})"$/.exec(tag)?.[1];
  if (version === undefined) throw refused('must be one ETag of this resource, such as "1"');
  return Number(version);
}

function refused(message: string): ValidationError {
  return new ValidationError('Request', [{ path: 'If-Match', message }]);
}
