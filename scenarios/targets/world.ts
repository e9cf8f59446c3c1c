import { admin, sampleTenantId, sampleUserId } from '../../fixtures/index.ts';

/** Whoever performs the reference's operations. */
export const actor = { ...admin(), tenantId: sampleTenantId(), userId: sampleUserId() };

/** The tenant and the user that every operation needs. */
export const seedActor = `
  INSERT INTO tenants (id, name, slug) VALUES ('${actor.tenantId}', 'Proof', 'proof');
  INSERT INTO users (id, tenant_id, email, role) VALUES ('${actor.userId}', '${actor.tenantId}', 'proof@example.com', 'admin')`;
