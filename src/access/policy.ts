import type { Action, Resource } from './permissions.ts';

export const roles = ['super_admin', 'admin', 'manager', 'customer'] as const;
/** One of the four roles of the policy. */
export type Role = (typeof roles)[number];

/** How far a permission reaches: every row, the caller's own rows, no row. */
export type Scope = 'all' | 'own' | 'none';

/** The actions that one role has on one resource; what is not listed is `none`. */
export type Grants = Readonly<Partial<Record<Action, Exclude<Scope, 'none'>>>>;

const manage: Grants = { manage: 'all' };
const crud: Grants = { create: 'all', read: 'all', update: 'all', delete: 'all', list: 'all' };
const readList: Grants = { read: 'all', list: 'all' };

/** The whole policy: role → resource → action → scope. */
export const policy: Readonly<Record<Role, Readonly<Partial<Record<Resource, Grants>>>>> = {
  super_admin: {
    users: manage,
    tenants: manage,
    modules: manage,
    settings: manage,
    products: manage,
    categories: manage,
    orders: manage,
    customers: manage,
    inventory: manage,
    discounts: manage,
    posts: manage,
    pages: manage,
    media: manage,
    comments: manage,
    analytics: manage,
    logs: manage,
    webhooks: manage,
  },
  admin: {
    users: manage,
    modules: readList,
    settings: manage,
    products: manage,
    categories: manage,
    orders: manage,
    customers: manage,
    inventory: manage,
    discounts: manage,
    posts: manage,
    pages: manage,
    media: manage,
    comments: manage,
    analytics: manage,
    webhooks: manage,
  },
  manager: {
    products: crud,
    categories: crud,
    posts: crud,
    pages: crud,
    media: crud,
    comments: crud,
    orders: { read: 'all', update: 'all', list: 'all' },
    customers: readList,
    inventory: { create: 'all', read: 'all', update: 'all', list: 'all' },
    analytics: { read: 'all' },
  },
  customer: {
    products: readList,
    categories: readList,
    posts: readList,
    pages: readList,
    orders: { create: 'own', read: 'own', list: 'own' },
    comments: { create: 'all', read: 'all', list: 'all', update: 'own', delete: 'own' },
  },
};
