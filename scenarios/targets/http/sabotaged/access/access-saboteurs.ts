import type { Saboteur } from '../../../../contract/index.ts';
import { permissionAfterTheWrite } from './permission-after-the-write.ts';
import { publishingWithoutPermission } from './publishing-without-permission.ts';
import { routeWithoutAPolicy } from './route-without-a-policy.ts';
import { undeclaredRouteIsPublic } from './undeclared-route-is-public.ts';

/** Every mistake that suite ACCESS must notice. */
export const accessSabotaged: readonly Saboteur[] = [
  routeWithoutAPolicy,
  undeclaredRouteIsPublic,
  publishingWithoutPermission,
  permissionAfterTheWrite,
];
