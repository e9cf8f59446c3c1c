import type { Saboteur } from '../../../../contract/index.ts';
import { anotherTenantsNodeIsForbidden } from './another-tenants-node-is-forbidden.ts';
import { bannedUserServed } from './banned-user-served.ts';
import { connectionRemembersItsCaller } from './connection-remembers-its-caller.ts';
import { denialNamesNothing } from './denial-names-nothing.ts';
import { draftsInLists } from './drafts-in-lists.ts';
import { expiredTokenAccepted } from './expired-token-accepted.ts';
import { getByIdWithoutTenant } from './get-by-id-without-tenant.ts';
import { headAlwaysFound } from './head-always-found.ts';
import { kindSystemBelieved } from './kind-system-believed.ts';
import { listWithoutOrder } from './list-without-order.ts';
import { ownByTwoNulls } from './own-by-two-nulls.ts';
import { permissionAfterTheWrite } from './permission-after-the-write.ts';
import { permissionBeforeStatus } from './permission-before-status.ts';
import { publishingWithoutPermission } from './publishing-without-permission.ts';
import { roleFromTheToken } from './role-from-the-token.ts';
import { roleRemembered } from './role-remembered.ts';
import { routeWithoutAPolicy } from './route-without-a-policy.ts';
import { systemFromTheToken } from './system-from-the-token.ts';
import { tenantShowsItsSettings } from './tenant-shows-its-settings.ts';
import { tokenBeforeTenant } from './token-before-tenant.ts';
import { tokenOfAnotherTenantAccepted } from './token-of-another-tenant-accepted.ts';
import { undeclaredRouteIsPublic } from './undeclared-route-is-public.ts';
import { unsignedTokenAccepted } from './unsigned-token-accepted.ts';

/** Every mistake that suite ACCESS must notice. */
export const accessSabotaged: readonly Saboteur[] = [
  routeWithoutAPolicy,
  undeclaredRouteIsPublic,
  publishingWithoutPermission,
  denialNamesNothing,
  permissionAfterTheWrite,
  getByIdWithoutTenant,
  anotherTenantsNodeIsForbidden,
  draftsInLists,
  ownByTwoNulls,
  unsignedTokenAccepted,
  expiredTokenAccepted,
  tokenOfAnotherTenantAccepted,
  bannedUserServed,
  permissionBeforeStatus,
  tokenBeforeTenant,
  roleFromTheToken,
  roleRemembered,
  systemFromTheToken,
  kindSystemBelieved,
  headAlwaysFound,
  tenantShowsItsSettings,
  listWithoutOrder,
  connectionRemembersItsCaller,
];
