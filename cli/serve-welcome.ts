import { sampleTenants, sampleUsers } from '../fixtures/index.ts';
import type { ServedApplication } from './served-application.ts';

const roles = ['super_admin', 'admin', 'manager', 'customer'] as const;
const firstNode = { kind: 'post', translations: [{ locale: 'en', title: 'My first post' }] };

/** What there is to ask, with a token for each role and lines that can be pasted into a shell. */
export async function welcome({ application, url, databaseUrl }: ServedApplication): Promise<string> {
  const [tenant] = sampleTenants();
  const users = new Map(
    sampleUsers()
      .toReversed()
      .map((user) => [user.role, user]),
  );
  const tokens = new Map<string, string>();
  for (const role of roles) {
    const user = users.get(role);
    if (user === undefined) continue;
    tokens.set(role, await application.tokens.issue({ userId: user.id, tenantId: user.tenant_id }));
  }
  const inTenant = `-H 'X-Tenant-ID: ${tenant?.slug}'`;
  const as = (role: string) => `${inTenant} -H 'Authorization: Bearer ${tokens.get(role)}'`;
  const json = `-H 'Content-Type: application/json' -d '${JSON.stringify(firstNode)}'`;
  return `The reference application listens on ${url}
Tenants ${sampleTenants()
    .map(({ slug }) => slug)
    .join(', ')}; header X-Tenant-ID takes a slug or an id. Database ${databaseUrl}

Tokens of tenant ${tenant?.slug}, good for a day:
${[...tokens].map(([role, token]) => `  ${role.padEnd(11)} ${token}`).join('\n')}

Try:
  curl -s ${url}/ready
  curl -s ${url}/api/tenant ${inTenant}
  curl -s ${url}/api/content/nodes ${as('manager')} ${json}
  curl -s ${url}/api/content/nodes ${as('manager')}
  curl -s ${url}/api/users ${as('admin')}
  curl -s ${url}/api/users ${as('customer')}   # 403: it names the permission

Ctrl-C stops it and removes the database.
`;
}
