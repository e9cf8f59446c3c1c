import { admin, sampleTenantId, sampleUserId, userIds } from '../../fixtures/index.ts';

/** Whoever performs the reference's operations. */
export const actor = { ...admin(), tenantId: sampleTenantId(), userId: sampleUserId() };

/** The tenant and the users that every operation needs; over HTTP the role is read from the users table. */
export const seedActor = `
  INSERT INTO tenants (id, name, slug) VALUES ('${actor.tenantId}', 'Proof', 'proof');
  INSERT INTO users (id, tenant_id, email, role) VALUES ('${actor.userId}', '${actor.tenantId}', 'proof@example.com', 'admin'), ('${userIds.superAdmin}', '${actor.tenantId}', 'super@example.com', 'super_admin')`;
