import { randomUUID } from 'node:crypto';
import type { AdminConnection } from '../../../harness/counting/index.ts';
import type { LookedUpTenant, TenantLookupSubject } from '../../contract/index.ts';

/** Tenants written past the service, each with an administrator whose e-mail address holds its name. */
export interface TenantRows extends Pick<
  TenantLookupSubject,
  'table' | 'insertTenant' | 'insertTenants' | 'absentTenant' | 'activateTenant' | 'deactivateTenant'
> {
  /** The administrator's id; somebody's who is not there, when the tenant is not. */
  administratorOf(tenant: LookedUpTenant): string;
}

/** Writes on a connection of the kit's own. */
export function tenantRows(admin: AdminConnection): TenantRows {
  const administrators = new Map<string, string>();
  return {
    table: 'tenants',
    absentTenant: newTenant,
    administratorOf: ({ id }) => administrators.get(id) ?? randomUUID(),
    insertTenant: async ({ isActive = true, ...given } = {}) => {
      const tenant = { ...newTenant(), ...given };
      const { id, name, slug, domain } = tenant;
      const userId = randomUUID();
      await admin.query('INSERT INTO tenants (id, name, slug, domain, is_active) VALUES ($1, $2, $3, $4, $5)', [
        id,
        name,
        slug,
        domain,
        isActive,
      ]);
      await admin.query(`INSERT INTO users (id, tenant_id, email, role) VALUES ($1, $2, $3, 'admin')`, [
        userId,
        id,
        `${name}@example.com`,
      ]);
      administrators.set(id, userId);
      return tenant;
    },
    insertTenants: async (count) => {
      const tenants = Array.from({ length: count }, newTenant);
      await admin.query(
        `INSERT INTO tenants (id, slug, name) SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])`,
        [tenants.map(({ id }) => id), tenants.map(({ slug }) => slug), tenants.map(({ name }) => name)],
      );
      return tenants;
    },
    activateTenant: async ({ id }) => {
      await admin.query('UPDATE tenants SET is_active = true WHERE id = $1', [id]);
    },
    deactivateTenant: async ({ id }) => {
      await admin.query('UPDATE tenants SET is_active = false WHERE id = $1', [id]);
    },
  };
}

function newTenant(): LookedUpTenant {
  return { id: randomUUID(), slug: `tenant-${randomUUID()}`, domain: null, name: `name-${randomUUID()}` };
}
