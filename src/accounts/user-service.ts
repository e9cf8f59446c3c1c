import type { Transaction } from 'sequelize';
import { z } from 'zod';
import { type Role, type SecurityContext, authorize } from '../access/index.ts';
import { checkConfiguration, objectWith, sources, withMethods } from '../configuration/index.ts';
import { type Database, inTransaction, openedDatabase, withinDeadline } from '../database/index.ts';
import { NotFoundError } from '../errors/index.ts';
import {
  type Clock,
  type IdSource,
  type TransactionalEventBus,
  runInOperation,
  systemClock,
  uuidV7Ids,
} from '../events/index.ts';
import { idFields, parseInput, parseParts } from '../input/index.ts';
import {
  type CreateUserInput,
  type ListUsersQuery,
  type UpdateUserInput,
  createUserSchema,
  listUsersSchema,
  updateUserSchema,
} from './user-input.ts';
import {
  type UserPage,
  type UserResponse,
  explainUserViolation,
  insertUser,
  rewriteUser,
  selectUser,
  selectUsers,
} from './user-rows.ts';

export interface UserServiceOptions {
  readonly database: Database;
  readonly bus: TransactionalEventBus<Transaction>;
  readonly clock?: Clock | undefined;
  readonly ids?: IdSource | undefined;
}

/** Bounds an operation more tightly than the database's own deadline. */
interface DeadlineOptions {
  readonly deadlineMs?: number;
}

const optionsSchema = objectWith({ database: openedDatabase, bus: withMethods('publishInTransaction'), ...sources });

/**
 * The users of each caller's tenant; a user of another tenant is not found. Every write is one transaction that holds the row
 * and its event. Rejects with ValidationError, ForbiddenError, NotFoundError, ConflictError (DUPLICATE_EMAIL), DependencyError
 * or DeadlineError.
 */
export class UserService {
  readonly #database: Database;
  readonly #bus: TransactionalEventBus<Transaction>;
  readonly #clock: Clock;
  readonly #ids: IdSource;

  constructor(options: UserServiceOptions) {
    checkConfiguration(optionsSchema, 'The configuration of the user service', options);
    const { database, bus, clock = systemClock, ids = uuidV7Ids } = options;
    this.#database = database;
    this.#bus = bus;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Publishes UserRegistered. */
  async create(context: SecurityContext, input: CreateUserInput, options: DeadlineOptions = {}): Promise<UserResponse> {
    const fields = parseInput(createUserSchema, 'user', input);
    authorize(context, 'users:create');
    authorizeRoles(context, fields.role);
    const now = this.#clock.now().toISOString();
    const { tenantId, userId } = context;
    const user: UserResponse = { id: this.#ids.next(), tenantId, ...fields, createdAt: now, updatedAt: now };
    return this.#write(context, options, async (transaction) => {
      await insertUser(this.#database, transaction, user);
      const data = { user_id: user.id, email: user.email };
      await this.#bus.publishInTransaction(transaction, tenantId, userId, { type: 'UserRegistered', data });
      return user;
    });
  }

  /** Publishes UserUpdated; without a change it writes and publishes nothing. */
  async update(
    context: SecurityContext,
    givenId: string,
    input: UpdateUserInput,
    options: DeadlineOptions = {},
  ): Promise<UserResponse> {
    const { target, patch } = parseParts({ target: z.object(idFields), patch: updateUserSchema }, 'user', {
      target: { id: givenId },
      patch: input,
    });
    authorize(context, 'users:update');
    const { tenantId, userId } = context;
    return this.#write(context, options, async (transaction) => {
      const user = await selectUser(this.#database, tenantId, target.id, transaction);
      if (user === undefined) throw userNotFound(target.id);
      const { email = user.email, role = user.role, status = user.status } = patch;
      authorizeRoles(context, user.role, role);
      if (email === user.email && role === user.role && status === user.status) return user;
      const written = { ...user, email, role, status, updatedAt: this.#clock.now().toISOString() };
      await rewriteUser(this.#database, transaction, written);
      const data = { user_id: user.id };
      await this.#bus.publishInTransaction(transaction, tenantId, userId, { type: 'UserUpdated', data });
      return written;
    });
  }

  async get(context: SecurityContext, givenId: string, options: DeadlineOptions = {}): Promise<UserResponse> {
    const { id } = parseInput(z.object(idFields), 'user id', { id: givenId });
    authorize(context, 'users:read');
    const read = () => selectUser(this.#database, context.tenantId, id);
    const user = await withinDeadline(this.#database, 'Reading a user', read, options);
    if (user === undefined) throw userNotFound(id);
    return user;
  }

  /** In the order of creation. */
  async list(context: SecurityContext, query: ListUsersQuery = {}, options: DeadlineOptions = {}): Promise<UserPage> {
    const { page, pageSize } = parseInput(listUsersSchema, 'user query', query);
    authorize(context, 'users:list');
    const select = () => selectUsers(this.#database, context.tenantId, page, pageSize);
    return withinDeadline(this.#database, 'Listing users', select, options);
  }

  /** The user whom a token of that tenant names, for signing requests in: no permission is asked. */
  async findForSignIn(tenantId: string, id: string, options: DeadlineOptions = {}): Promise<UserResponse | undefined> {
    const read = () => selectUser(this.#database, tenantId, id);
    return withinDeadline(this.#database, 'Reading the signed-in user', read, options);
  }

  async #write<T>(
    { tenantId }: SecurityContext,
    options: DeadlineOptions,
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    try {
      return await runInOperation(() => inTransaction(this.#database, work, options));
    } catch (error) {
      throw explainUserViolation(error, tenantId);
    }
  }
}

/** Who may not manage tenants makes nobody a super admin, and changes none. */
function authorizeRoles(context: SecurityContext, ...roles: readonly Role[]): void {
  if (roles.includes('super_admin')) authorize(context, 'tenants:manage');
}

function userNotFound(id: string): NotFoundError {
  return new NotFoundError(`There is no user ${id}`);
}
