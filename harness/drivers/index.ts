export { copiesBeside, copiesOf } from './copies-of.ts';
export { endClientsOf, followClients } from './open-clients.ts';
export { type Method, prototypeOf, wrapMethod } from './wrap-method.ts';
