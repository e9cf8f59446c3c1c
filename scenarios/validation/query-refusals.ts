import type { HttpRequest } from '../contract/index.ts';
import { requestOf } from '../http/index.ts';
import type { Refusal } from './refusal.ts';
import type { Stage } from './stage.ts';

const paging = {
  accepts: [
    'page=1',
    'page=999999',
    'page=1000000',
    'pageSize=1',
    'pageSize=99',
    'pageSize=100',
    'page=2&pageSize=100',
    '',
  ],
  refuses: [
    'page=0',
    'page=-1',
    'page=1.5',
    'page=one',
    'page=',
    'page=1&page=2',
    'page=1000001',
    'page=99999999999999999999',
    'page=%00',
    'pageSize=0',
    'pageSize=-1',
    'pageSize=101',
    'pageSize=1e2',
    'pageSize=1.5',
    'pageSize=all',
    'pageSize=',
    'pageSize=10&pageSize=20',
    'pageSize[]=10',
  ],
};
const anyId = '0190b6f4-1c00-7a01-8000-5a3c8e7f1b01';

const queries: Readonly<Record<string, typeof paging>> = {
  '/api/users': paging,
  '/api/tenants': paging,
  '/api/content/nodes': {
    accepts: [
      ...paging.accepts,
      ...['post', 'page', 'comment', 'article', 'custom'].map((kind) => `kind=${kind}`),
      ...['draft', 'published', 'archived'].map((status) => `status=${status}`),
      ...['en', 'en-GB', 'es-419'].map((locale) => `locale=${locale}`),
      `parentId=${anyId}`,
      `authorId=${anyId}`,
      `kind=post&status=draft&locale=en&parentId=${anyId}&authorId=${anyId}&page=1&pageSize=1`,
    ],
    refuses: [
      ...paging.refuses,
      'kind=blog',
      'kind=POST',
      'kind=',
      'kind=post&kind=page',
      'status=deleted',
      'status=',
      'locale=EN',
      'locale=en_GB',
      'locale=',
      'locale=%00',
      'parentId=x',
      'parentId=',
      `parentId=${anyId}0`,
      'authorId=me',
      `authorId=${anyId}&authorId=${anyId}`,
      'authorId=%ED%A0%80',
    ],
  },
};

/** Every list with what can stand in its query. */
export function acceptedQueries(stage: Stage): { readonly name: string; readonly request: HttpRequest }[] {
  return listsWith(stage, 'accepts');
}

/** Every list with what cannot. */
export function queryRefusals(stage: Stage): Refusal[] {
  return listsWith(stage, 'refuses');
}

function listsWith({ http, world }: Stage, which: keyof typeof paging) {
  return Object.entries(queries).flatMap(([path, query]) =>
    query[which].map((text) => ({
      name: `GET ${path}?${text}`,
      request: requestOf(http, world.home.users.super_admin, { method: 'GET', path: `${path}?${text}` }),
    })),
  );
}
