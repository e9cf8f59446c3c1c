export { createTest, type KitTest } from './create-test.ts';
export { expect } from './expect.ts';
export type { KitAssertion, KitExpect, KitMatchers } from './kit-expect.ts';
export type { KitContext } from './kit-context.ts';
export type { ReferenceRole, ReferenceTenant } from './reference-parts.ts';
export type { RoleParts, ServiceParts, TestParts, TestSetup } from './setup.ts';
export { test } from './test.ts';
export type { TestClock } from './test-clock.ts';
export {
  type ApplicationUnderTest,
  type HttpAnswer,
  type HttpMock,
  type RequestExtras,
  type RoleClient,
  type SignIn,
  UnhandledRequestError,
} from '../http/index.ts';
export { type EventSource, outboxSource, type StateMapping } from '../judgement/index.ts';
