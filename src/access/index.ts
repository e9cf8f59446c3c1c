export { type Owned, authorize, isAllowed, scopeOf } from './authorize.ts';
export { type NodeKind, nodeKinds, resourceOfKind } from './node-kinds.ts';
export { type Action, type Permission, type Resource, actions, permissionParts, resources } from './permissions.ts';
export { type Grants, type Role, type Scope, policy, roles } from './policy.ts';
export { type SecurityContext, isSystem, systemContext } from './security-context.ts';
