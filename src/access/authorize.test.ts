import { describe, expect, it } from 'vitest';
import { isRustokError } from '../errors/index.ts';
import {
  type Action,
  type Permission,
  type Resource,
  type Role,
  type Scope,
  type SecurityContext,
  actions,
  authorize,
  isAllowed,
  resources,
  roles,
  scopeOf,
  systemContext,
} from './index.ts';

/** The specification's table, written again by hand: C R U D L for all, c r u d l for own, M for manage. */
const specification: Record<Role, Partial<Record<Resource, string>>> = {
  super_admin: Object.fromEntries(resources.map((resource) => [resource, 'M'])),
  admin: {
    ...Object.fromEntries(resources.map((resource) => [resource, 'M'])),
    tenants: '',
    logs: '',
    modules: 'RL',
  },
  manager: {
    products: 'CRUDL',
    categories: 'CRUDL',
    posts: 'CRUDL',
    pages: 'CRUDL',
    media: 'CRUDL',
    comments: 'CRUDL',
    orders: 'RUL',
    customers: 'RL',
    inventory: 'CRUL',
    analytics: 'R',
  },
  customer: {
    products: 'RL',
    categories: 'RL',
    posts: 'RL',
    pages: 'RL',
    orders: 'crl',
    comments: 'CRLud',
  },
};

const letters: Record<Action, string> = { create: 'C', read: 'R', update: 'U', delete: 'D', list: 'L', manage: 'M' };
const caller = '018f2a00-0000-7000-8000-00000000000a';
const other = '018f2a00-0000-7000-8000-00000000000b';

function contextOf(role: Role | null, userId: string | null = caller): SecurityContext {
  return { kind: 'user', role, userId, tenantId: '018f2a00-0000-7000-8000-000000000001' };
}

function specifiedScope(role: Role, resource: Resource, action: Action): Scope {
  const granted = specification[role][resource] ?? '';
  if (granted.includes('M') || granted.includes(letters[action])) return 'all';
  return granted.includes(letters[action].toLowerCase()) ? 'own' : 'none';
}

const cells = roles.flatMap((role) =>
  resources.flatMap((resource) => actions.map((action) => ({ role, resource, action }))),
);

describe('the policy', () => {
  it.each(cells)('gives $role the specified scope on $resource:$action', ({ role, resource, action }) => {
    const permission: Permission = `${resource}:${action}`;
    const context = contextOf(role);
    const scope = specifiedScope(role, resource, action);

    expect(scopeOf(context, permission)).toBe(scope);
    expect(isAllowed(context, permission, { ownerId: caller })).toBe(scope !== 'none');
    expect(isAllowed(context, permission, { ownerId: other })).toBe(scope === 'all');
    expect(isAllowed(context, permission)).toBe(scope === 'all');
  });

  it('covers every role, resource and action', () => {
    expect(cells).toHaveLength(4 * 17 * 6);
  });
});

describe('the own scope', () => {
  it('is not satisfied by two nulls', () => {
    expect(isAllowed(contextOf('customer', null), 'comments:update', { ownerId: null })).toBe(false);
  });

  it('is not satisfied by a row without an owner', () => {
    expect(isAllowed(contextOf('customer'), 'comments:update', { ownerId: null })).toBe(false);
  });

  it('is not satisfied for a caller without an id', () => {
    expect(isAllowed(contextOf('customer', null), 'comments:update', { ownerId: other })).toBe(false);
  });
});

describe('authorize', () => {
  it('names the permission that is missing', () => {
    expect(() => authorize(contextOf('customer'), 'posts:create')).toThrow(/posts:create/);
  });

  it('says that the permission reaches only what the caller owns', () => {
    expect(() => authorize(contextOf('customer'), 'comments:delete', { ownerId: other })).toThrow(
      /comments:delete.*owns/,
    );
  });

  it('throws a FORBIDDEN error', () => {
    expect.assertions(1);
    try {
      authorize(contextOf(null), 'posts:read');
    } catch (error) {
      expect(isRustokError(error, 'FORBIDDEN')).toBe(true);
    }
  });

  it('lets pass what is allowed', () => {
    expect(() => authorize(contextOf('customer'), 'comments:delete', { ownerId: caller })).not.toThrow();
  });
});

describe('the system', () => {
  it('has every permission in its tenant', () => {
    const context = systemContext('018f2a00-0000-7000-8000-000000000001');
    for (const { resource, action } of cells) expect(scopeOf(context, `${resource}:${action}`)).toBe('all');
  });

  it('cannot be claimed by an object that was not made in process', () => {
    const claimed = structuredClone(systemContext('018f2a00-0000-7000-8000-000000000001'));
    for (const { resource, action } of cells) expect(scopeOf(claimed, `${resource}:${action}`)).toBe('none');
  });

  it('is not what a service is: a service has the scope of its role', () => {
    const service: SecurityContext = { ...contextOf('customer', null), kind: 'service' };
    expect(scopeOf(service, 'posts:read')).toBe('all');
    expect(scopeOf(service, 'posts:create')).toBe('none');
  });
});

describe('a context without a role', () => {
  it('has no permission', () => {
    for (const { resource, action } of cells) expect(scopeOf(contextOf(null), `${resource}:${action}`)).toBe('none');
  });
});
