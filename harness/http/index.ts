export type { HttpAnswer } from './answer.ts';
export { type HttpMock, type OpenHttpMock, openHttpMock, UnhandledRequestError } from './http-mock.ts';
export { type RequestExtras, type RoleClient, type SignIn, roleClients } from './role-clients.ts';
export { type ApplicationUnderTest, type FetchServer, type InjectableServer, type Send, sendTo } from './send.ts';
