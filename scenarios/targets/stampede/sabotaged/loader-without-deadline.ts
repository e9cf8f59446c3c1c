import { Client } from 'pg';
import {
  Singleflight,
  type TenantContext,
  type TenantIdentifier,
  type TenantOutcome,
} from '../../../../src/tenancy/index.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

const columnOf = { uuid: 'id', slug: 'slug', host: 'domain' } as const;
const never = 2 ** 31 - 1;

export const loaderWithoutDeadline = stampedeSaboteur(
  'loader-without-deadline',
  'Neither the load nor its query nor a caller gives up',
  {
    'STAMPEDE-9': /1000 of 1000 got no answer \(nothing within \d+ ms/,
    'STAMPEDE-22': /1000 of 1000 got no answer \(nothing within \d+ ms/,
    'STAMPEDE-10': /1000 of 1000 got no answer \((closed without an|no) answer/,
  },
  {
    parts: (_right, url) => {
      const patient = new Singleflight<TenantOutcome>({ timeoutMs: never });
      return {
        loader: { load: (identifier) => loadPatiently(url, identifier) },
        flights: {
          run: (key, work) => patient.run(key, work),
          forget: (key) => patient.forget(key),
          has: (key) => patient.has(key),
        },
      };
    },
  },
);

async function loadPatiently(url: string, { kind, value }: TenantIdentifier): Promise<TenantContext | null> {
  const client = new Client({ connectionString: url });
  // It may still wait when its database is dropped; unheard, that would end the process and not the saboteur.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<TenantContext>(
      `SELECT id, name, slug, domain, settings, default_locale AS "defaultLocale", is_active AS "isActive"
         FROM tenants WHERE ${columnOf[kind]} = $1`,
      [value],
    );
    return rows[0] ?? null;
  } finally {
    await client.end();
  }
}
