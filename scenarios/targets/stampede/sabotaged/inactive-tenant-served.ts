import { stampedeSaboteur } from './stampede-saboteur.ts';

export const inactiveTenantServed = stampedeSaboteur(
  'inactive-tenant-served',
  'Nobody looks whether the tenant is active',
  {
    'STAMPEDE-5': /1 callers: told 200 × 1 instead of 403/,
    'STAMPEDE-6': /1 callers: told 200 × 1 instead of 403/,
  },
  {
    parts: ({ loader }) => ({
      loader: {
        load: async (identifier, signal) => {
          const tenant = await loader.load(identifier, signal);
          return tenant === null ? null : { ...tenant, isActive: true };
        },
      },
    }),
  },
);
