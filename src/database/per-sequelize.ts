import type { Sequelize } from 'sequelize';

/** Memoizes `define` by Sequelize instance, so that each module registers its models once per connection pool. */
export function perSequelize<T>(define: (sequelize: Sequelize) => T): (sequelize: Sequelize) => T {
  const defined = new WeakMap<Sequelize, { readonly value: T }>();
  return (sequelize) => {
    const known = defined.get(sequelize);
    if (known !== undefined) return known.value;
    const value = define(sequelize);
    defined.set(sequelize, { value });
    return value;
  };
}
