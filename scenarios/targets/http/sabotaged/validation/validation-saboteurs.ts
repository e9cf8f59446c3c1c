import type { Saboteur } from '../../../../contract/index.ts';
import { badIdReachesTheDatabase } from './bad-id-reaches-the-database.ts';
import { everyTypeIsJson } from './every-type-is-json.ts';
import { firstFailingFieldOnly } from './first-failing-field-only.ts';
import { idempotencyKeyForgotten } from './idempotency-key-forgotten.ts';
import { ifMatchIsOptional } from './if-match-is-optional.ts';
import { lastWriteWins } from './last-write-wins.ts';
import { lengthInUtf16Units } from './length-in-utf16-units.ts';
import { limitItselfRefused } from './limit-itself-refused.ts';
import { limitOneTooFar } from './limit-one-too-far.ts';
import { longBodyCutsTheConnection } from './long-body-cuts-the-connection.ts';
import { loneSurrogateReplaced } from './lone-surrogate-replaced.ts';
import { malformedJsonIsAnErrorOfOurs } from './malformed-json-is-an-error-of-ours.ts';
import { nulReachesTheDatabase } from './nul-reaches-the-database.ts';
import { pageSizeCut } from './page-size-cut.ts';
import { prototypeKeySwallowed } from './prototype-key-swallowed.ts';
import { routeWithoutLimits } from './route-without-limits.ts';
import { validatedAfterBegin } from './validated-after-begin.ts';
import { writtenBeforeValidated } from './written-before-validated.ts';

/** Every mistake that suite VALIDATION must notice. */
export const validationSabotaged: readonly Saboteur[] = [
  limitItselfRefused,
  lengthInUtf16Units,
  limitOneTooFar,
  routeWithoutLimits,
  firstFailingFieldOnly,
  nulReachesTheDatabase,
  loneSurrogateReplaced,
  prototypeKeySwallowed,
  malformedJsonIsAnErrorOfOurs,
  everyTypeIsJson,
  badIdReachesTheDatabase,
  ifMatchIsOptional,
  lastWriteWins,
  pageSizeCut,
  validatedAfterBegin,
  writtenBeforeValidated,
  idempotencyKeyForgotten,
  longBodyCutsTheConnection,
];
