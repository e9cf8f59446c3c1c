import { expect, test } from 'vitest';
import { type SecurityContext, actions, resources, scopeOf } from '../../src/access/index.ts';
import { roleNames } from '../http/index.ts';
import { type Resource, reachOf } from './policy-table.ts';

test('the service and the specification agree on every permission, also of resources that no route serves yet', () => {
  const asked = roleNames.flatMap((role) =>
    resources.flatMap((resource) =>
      actions.filter((action) => action !== 'manage').map((action) => ({ role, resource, action })),
    ),
  );
  const context = (role: SecurityContext['role']): SecurityContext => ({
    kind: 'user',
    role,
    userId: 'somebody',
    tenantId: 'somewhere',
  });
  const granted = asked.map((one) => scopeOf(context(one.role), `${one.resource}:${one.action}`));
  const written = asked.map(({ role, resource, action }) => reachOf(role, resource as Resource, action));
  expect(granted).toEqual(written);
  expect(new Set(written)).toEqual(new Set(['all', 'own', 'none']));
});
