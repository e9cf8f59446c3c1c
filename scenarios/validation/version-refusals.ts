import type { HttpRequest } from '../contract/index.ts';
import { type Call, requestOf } from '../http/index.ts';
import type { Refusal } from './refusal.ts';
import type { Stage } from './stage.ts';

const wrongTags = {
  nothing: '',
  'a bare number': '1',
  'a weak tag': 'W/"1"',
  'an open tag': '"1',
  'a word': '"one"',
  'a star': '*',
  'two tags': '"1", "2"',
  'the same tag twice': '"1", "1"',
  'version 0': '"0"',
  'a version below 0': '"-1"',
  'a fraction': '"1.0"',
  'a leading zero': '"01"',
  'a blank': '" 1"',
  'a version that none can follow': '"2147483647"',
  'a version beyond the column': '"2147483648"',
  'a version of ninety digits': `"${'9'.repeat(90)}"`,
};

/** A write to a node that names its version. */
export interface VersionedWrite {
  readonly route: string;
  readonly success: number;
  /** Of a row of its own. */
  readonly request: (ifMatch: string | undefined) => HttpRequest;
}

/** Writes to a draft. */
export function versionedWrites({ http, world, rows }: Stage): VersionedWrite[] {
  const write = (method: string, suffix: string, success: number, body?: Call['body']): VersionedWrite => ({
    route: `${method} /api/content/nodes/:id${suffix}`,
    success,
    request: (ifMatch) => {
      const path = `/api/content/nodes/${rows.node()}${suffix}`;
      const given = requestOf(http, world.home.users.admin, { method, path, ...(body === undefined ? {} : { body }) });
      return { ...given, headers: { ...given.headers, ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) } };
    },
  });
  return [write('PATCH', '', 200, { position: 7 }), write('DELETE', '', 204), write('POST', '/publish', 200)];
}

/** Writes that name no version, or not as this service gives them. */
export function versionRefusals(stage: Stage): Refusal[] {
  return versionedWrites(stage).flatMap(({ route, request }) => [
    { name: `${route} without If-Match`, request: request(undefined) },
    ...Object.entries(wrongTags).map(([what, tag]) => ({
      name: `${route} with If-Match of ${what}`,
      request: request(tag),
    })),
  ]);
}

const otherTags = {
  "a version that is not the row's": '"2"',
  'the last version that another can follow': '"2147483646"',
};

/** Writes that name another version than the row has, as far as its column reaches. */
export function staleRefusals(stage: Stage): Refusal[] {
  return versionedWrites(stage).flatMap(({ route, request }) =>
    Object.entries(otherTags).map(([what, tag]) => ({
      name: `${route} of ${what}`,
      request: request(tag),
      due: [409],
    })),
  );
}
