import type { Operations } from './http-mistake.ts';

/** The right service, but for the operations given. Its other methods still run on the right one, whose state is private. */
export function operationsThat<Service extends object>(right: Service, wrong: Operations<Service> = {}): Service {
  return new Proxy(right, {
    get: (service, name) => {
      const value: unknown = Reflect.get(Object.hasOwn(wrong, name) ? wrong : service, name);
      return typeof value === 'function' ? value.bind(service) : value;
    },
  });
}
