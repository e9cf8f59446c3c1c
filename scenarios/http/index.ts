export { clipped, demandNone } from './findings.ts';
export { type Change, type Observation, changesBetween, observe } from './observe.ts';
export { problemFaults, problemIn, refusedFields } from './problem.ts';
export { type Asker, type Call, requestBy, requestOf } from './request-as.ts';
export { sendAll } from './send-all.ts';
export { type Claims, type TokenForgery, claimsOf, signToken } from './sign-token.ts';
export { type Household, type World, httpOf, newUser, roleNames, settleWorld } from './world.ts';
