import { httpSaboteur } from '../http-saboteur.ts';

export const tokenOfAnotherTenantAccepted = httpSaboteur(
  'token-of-another-tenant-accepted',
  {
    mistake: "the token's tenant is not compared with the tenant that is asked",
    caughtBy: [
      {
        scenario: 'ACCESS-9',
        message: /another tenant's super_admin: GET \/api\/content\/nodes: 200 instead of 403/,
      },
    ],
  },
  { checks: () => ({ checkTokenTenant: () => undefined }) },
);
