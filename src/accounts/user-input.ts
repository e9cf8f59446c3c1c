import { z } from 'zod';
import { roles } from '../access/index.ts';
import { text } from '../events/index.ts';
import { pageFields } from '../input/index.ts';

const userStatuses = ['active', 'inactive', 'banned'] as const;
export type UserStatus = (typeof userStatuses)[number];

// Judged in lower case, as it is stored: U+0130 becomes two characters there.
const emailSchema = z
  .string()
  .toLowerCase()
  .pipe(text({ max: 255, pattern: /^[^\s@]+@[^\s@]+$/, patternMeans: 'be an e-mail address' }));
const roleSchema = z.enum(roles, `must be one of ${roles.join(', ')}`);
const statusSchema = z.enum(userStatuses, `must be one of ${userStatuses.join(', ')}`);

/** A new user; see `CreateUserInput`. */
export const createUserSchema = z.strictObject({
  email: emailSchema,
  role: roleSchema.default('customer'),
  status: statusSchema.default('active'),
});

/** What changes of a user; a field left out stays as it is. */
export const updateUserSchema = z.strictObject({
  email: emailSchema.optional(),
  role: roleSchema.optional(),
  status: statusSchema.optional(),
});

export const listUsersSchema = z.strictObject(pageFields);

/** What a new user is made of. */
export type CreateUserInput = z.input<typeof createUserSchema>;
/** What of a user changes; what is left out stays. */
export type UpdateUserInput = z.input<typeof updateUserSchema>;
export type ListUsersQuery = z.input<typeof listUsersSchema>;
