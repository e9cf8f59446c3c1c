import { matchersTelling, messageOf } from '../judgement/index.ts';

/** For Jest and others whose `expect.extend` prints no difference of its own: `expect.extend(matchers)`. */
export const matchers = matchersTelling((judgement) => ({
  pass: judgement.pass,
  message: () => messageOf(judgement, { negated: judgement.pass, withDifference: true }),
}));
