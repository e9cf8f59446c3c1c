import type { Timeline } from './timeline.ts';

/** The same object; each call of a method of its that gives a promise is noted as an operation. */
export function recordOperations<T extends object>(timeline: Timeline, name: string, service: T): T {
  return new Proxy(service, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function' || typeof key === 'symbol') return value;
      return (...given: unknown[]): unknown => {
        const result: unknown = Reflect.apply(value, target, given);
        if (!(result instanceof Promise)) return result;
        return timeline.operation(`${name}.${key}`, () => result as Promise<unknown>);
      };
    },
  });
}
