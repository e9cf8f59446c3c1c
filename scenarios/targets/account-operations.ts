import { randomUUID } from 'node:crypto';
import { superAdmin } from '../../fixtures/index.ts';
import type { CreateUserInput } from '../../src/accounts/index.ts';
import type { CreateTenantInput } from '../../src/tenancy/index.ts';
import type { JsonValue, Operation } from '../contract/index.ts';
import type { WiredReference } from './wire-reference.ts';
import { actor } from './world.ts';

const tenantsActor = superAdmin({ tenantId: actor.tenantId, userId: actor.userId });

/** A row by its id. */
interface Named {
  readonly id: string;
}

/** The mutating operations of `TenantService` and `UserService`. */
export function accountOperations({ tenants, users, parts }: WiredReference): Record<string, Operation> {
  const act = parts.callOperation;
  const createTenant = (input: CreateTenantInput) => act(() => tenants.create(tenantsActor, input));
  const createUser = (input: CreateUserInput) => act(() => users.create(actor, input));
  return {
    createTenant: {
      mutates: true,
      prepare: async () => newTenant() as unknown as JsonValue,
      call: (input) => createTenant(input as unknown as CreateTenantInput),
    },
    updateTenant: {
      mutates: true,
      prepare: async () => named(await createTenant(newTenant())),
      call: (input) => act(() => tenants.update(tenantsActor, idOf(input), { name: 'Renamed', isActive: false })),
    },
    createUser: {
      mutates: true,
      prepare: async () => newUser() as unknown as JsonValue,
      call: (input) => createUser(input as unknown as CreateUserInput),
    },
    updateUser: {
      mutates: true,
      prepare: async () => named(await createUser(newUser())),
      call: (input) => act(() => users.update(actor, idOf(input), { role: 'manager', status: 'inactive' })),
    },
  };
}

const newTenant = (): CreateTenantInput => ({ name: 'A tenant', slug: `tenant-${randomUUID()}` });
const newUser = (): CreateUserInput => ({ email: `${randomUUID()}@example.com`, role: 'customer' });

function named({ id }: Named): JsonValue {
  return { id };
}

function idOf(input: JsonValue): string {
  return (input as unknown as Named).id;
}
