export { authorize, isAllowed, scopeOf } from './authorize.ts';
export { type NodeKind, nodeKinds, resourceOfKind } from './node-kinds.ts';
export { type Action, type Permission, type Resource, actions, resources } from './permissions.ts';
export { type Grants, type Role, type Scope, roles } from './policy.ts';
export { type SecurityContext, systemContext } from './security-context.ts';
