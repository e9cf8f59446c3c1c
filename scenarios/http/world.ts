import { randomUUID } from 'node:crypto';
import {
  type HttpService,
  InconclusiveError,
  type RoleName,
  type Subject,
  type TenantSeed,
  type UserSeed,
} from '../contract/index.ts';

export const roleNames: readonly RoleName[] = ['super_admin', 'admin', 'manager', 'customer'];

/** Two tenants that serve and one that does not; in each an active user of every role. */
export interface World {
  readonly home: Household;
  readonly foreign: Household;
  readonly inactive: Household;
}

/** A tenant with its users: one of each role, and more that stand aside. */
export interface Household {
  readonly tenant: TenantSeed;
  readonly users: Readonly<Record<RoleName, UserSeed>>;
  /** Another customer. */
  readonly bystander: UserSeed;
}

/** The subject's application; a target that promises the capability `routes` has one. */
export function httpOf({ http }: Subject): HttpService {
  if (http === undefined) throw new InconclusiveError('the subject does not say how its routes are requested');
  return http;
}

/** Commits a world of its own. */
export async function settleWorld(http: HttpService): Promise<World> {
  const world = { home: household(true), foreign: household(true), inactive: household(false) };
  const households = Object.values(world);
  await http.insert({
    tenants: households.map(({ tenant }) => tenant),
    users: households.flatMap(({ users, bystander }) => [...Object.values(users), bystander]),
  });
  return world;
}

/** A user of the tenant who is not there yet. */
export function newUser(
  tenant: TenantSeed,
  role: RoleName = 'customer',
  status: UserSeed['status'] = 'active',
): UserSeed {
  return { id: randomUUID(), tenantId: tenant.id, role, status };
}

function household(isActive: boolean): Household {
  const id = randomUUID();
  const tenant = { id, slug: `tenant-${id}`, isActive };
  const [superAdmin, admin, manager, customer] = roleNames.map((role) => newUser(tenant, role)) as [
    UserSeed,
    UserSeed,
    UserSeed,
    UserSeed,
  ];
  return { tenant, users: { super_admin: superAdmin, admin, manager, customer }, bystander: newUser(tenant) };
}
