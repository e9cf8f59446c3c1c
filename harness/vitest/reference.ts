import type { Fixtures } from '../../fixtures/index.ts';
import type { Services } from '../../src/index.ts';
import type { MockEventBus } from '../bus/index.ts';
import { type Migrations, requireCapabilities, sharedServer } from '../database/index.ts';
import type { ReferenceRole, ReferenceTenant } from './reference-parts.ts';
import type { ServiceParts, TestSetup } from './setup.ts';

type ReferenceSetup = TestSetup<Services, MockEventBus, ReferenceTenant, ReferenceRole, Fixtures>;

/** Loaded when a test first needs them: they stand on the peers sequelize, umzug and fastify. */
const loadParts = () => import('./reference-parts.ts');

const migrations: Migrations = {
  hash: async () => (await loadParts()).migrations.hash(),
  run: async (url) => {
    requireCapabilities(await sharedServer(), ['real-commit', 'procedures'], 'The schema of the reference services');
    await (await loadParts()).migrations.run(url);
  },
};

/** The reference services, as `createTest` takes any services. */
export function referenceSetup(fixtures: (seed: number) => Fixtures): ReferenceSetup {
  return {
    migrations,
    services: async (parts) => (await loadParts()).openServices(parts),
    events: async ({ services }: ServiceParts<Services>) => (await loadParts()).busOf(services),
    mapping: 'reference',
    tenant: async (parts) => (await loadParts()).seedTenant(parts),
    application: async (parts) => (await loadParts()).openApplication(parts),
    roles: (parts) => ({
      superAdmin: async () => (await loadParts()).signIn(parts, 'superAdmin'),
      admin: async () => (await loadParts()).signIn(parts, 'admin'),
      manager: async () => (await loadParts()).signIn(parts, 'manager'),
      customer: async () => (await loadParts()).signIn(parts, 'customer'),
      anonymous: async () => ({ 'x-tenant-id': parts.tenant.id }),
    }),
    fixtures,
  };
}
