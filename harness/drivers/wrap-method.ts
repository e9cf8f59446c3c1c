/** A method as it is called: with its object, and any arguments. */
export type Method = (this: object, ...args: unknown[]) => unknown;

/** Replaces a method, where it is defined, by one that calls it; nothing happens where there is no such method. */
export function wrapMethod(prototype: unknown, name: string, wrap: (original: Method) => Method): void {
  const owner = ownerOf(prototype, name);
  if (owner === undefined) return;
  const original = owner[name] as Method;
  owner[name] = wrap(original);
}

function ownerOf(prototype: unknown, name: string): Record<string, unknown> | undefined {
  let object: unknown = prototype;
  while (typeof object === 'object' && object !== null) {
    if (Object.hasOwn(object, name)) return object as Record<string, unknown>;
    object = Object.getPrototypeOf(object);
  }
  return undefined;
}

/** The prototype of a module's class. */
export function prototypeOf(module: unknown, className: string): unknown {
  const found = (module as Record<string, { prototype?: unknown } | undefined> | undefined)?.[className];
  return found?.prototype;
}
