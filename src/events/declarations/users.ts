import { z } from 'zod';
import { defineEvent } from '../definition.ts';
import { email, uuid } from '../rules.ts';

const first = { version: 1, upcasters: {}, affectsIndex: false } as const;
const user = z.strictObject({ user_id: uuid });

export const userEvents = [
  defineEvent('user.registered', {
    ...first,
    variant: 'UserRegistered',
    schema: z.strictObject({ user_id: uuid, email }),
  }),
  defineEvent('user.logged_in', { ...first, variant: 'UserLoggedIn', schema: user }),
  defineEvent('user.updated', { ...first, variant: 'UserUpdated', schema: user }),
  defineEvent('user.deleted', { ...first, variant: 'UserDeleted', schema: user }),
] as const;
