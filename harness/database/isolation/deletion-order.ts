interface Referencing {
  readonly name: string;
  readonly references: readonly string[];
}

/** The tables' names, those that refer to others before these; of tables in a circle, the order is as given. */
export function inDeletionOrder(tables: readonly Referencing[]): string[] {
  const left = new Map(tables.map((table) => [table.name, table]));
  const order: string[] = [];
  while (left.size > 0) {
    const referenced = new Set(
      [...left.values()].flatMap(({ name, references }) => references.filter((to) => to !== name)),
    );
    const free = [...left.keys()].filter((name) => !referenced.has(name));
    for (const name of free.length > 0 ? free : [...left.keys()].slice(0, 1)) {
      left.delete(name);
      order.push(name);
    }
  }
  return order;
}
