/** What can be acted on. */
export const resources = [
  'users',
  'tenants',
  'modules',
  'settings',
  'products',
  'categories',
  'orders',
  'customers',
  'inventory',
  'discounts',
  'posts',
  'pages',
  'media',
  'comments',
  'analytics',
  'logs',
  'webhooks',
] as const;
export type Resource = (typeof resources)[number];

/** What can be done to a resource; `manage` implies every other action. */
export const actions = ['create', 'read', 'update', 'delete', 'list', 'manage'] as const;
export type Action = (typeof actions)[number];

/** `posts:update`: an action on a resource, as policies grant it and errors name it. */
export type Permission = `${Resource}:${Action}`;

/** Splits a permission into its resource and its action. */
export function permissionParts(permission: Permission): { resource: Resource; action: Action } {
  const [resource, action] = permission.split(':') as [Resource, Action];
  return { resource, action };
}
