import type { Suite } from '../contract/index.ts';
import { addresses } from './addresses.ts';
import { atTheLimits } from './at-the-limits.ts';
import { beforeBegin } from './before-begin.ts';
import { beyondTheLimits } from './beyond-the-limits.ts';
import { everyFieldAtOnce } from './every-field-at-once.ts';
import { idempotencyKeys } from './idempotency-keys.ts';
import { notJson } from './not-json.ts';
import { nothingWritten } from './nothing-written.ts';
import { overASocket } from './over-a-socket.ts';
import { prototypeKeys } from './prototype-keys.ts';
import { queries } from './queries.ts';
import { unstorableText } from './unstorable-text.ts';
import { versions } from './versions.ts';

/** Suite VALIDATION. The order is that of the ids; a new scenario takes the next one. */
export const inputValidation: Suite = {
  name: 'VALIDATION',
  promise: 'what is valid is stored as it was given, what is not is refused whole and changes nothing',
  scenarios: [
    atTheLimits,
    beyondTheLimits,
    everyFieldAtOnce,
    unstorableText,
    prototypeKeys,
    notJson,
    addresses,
    versions,
    queries,
    beforeBegin,
    nothingWritten,
    idempotencyKeys,
    overASocket,
  ],
  target: async () => (await import('../targets/http/index.ts')).httpReference,
  saboteurs: async () => (await import('../targets/http/index.ts')).validationSaboteurs,
};
