import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from 'sequelize';
import { z } from 'zod';
import { type SecurityContext, authorize } from '../access/index.ts';
import { checkConfiguration, objectWith, sources, withMethods } from '../configuration/index.ts';
import { type Database, afterKnownCommit, inTransaction, openedDatabase, withinDeadline } from '../database/index.ts';
import { NotFoundError, isRustokError } from '../errors/index.ts';
import {
  type Clock,
  type IdSource,
  type TransactionalEventBus,
  runInOperation,
  systemClock,
  uuidV7Ids,
} from '../events/index.ts';
import { idFields, parseInput, parseParts } from '../input/index.ts';
import type { TenantNames } from './cache-key.ts';
import {
  type CreateTenantInput,
  type ListTenantsQuery,
  type UpdateTenantInput,
  createTenantSchema,
  listTenantsSchema,
  updateTenantSchema,
} from './tenant-input.ts';
import type { TenantResolver } from './tenant-resolver.ts';
import {
  type TenantPage,
  type TenantResponse,
  explainTenantViolation,
  insertTenant,
  lockTenant,
  rewriteTenant,
  selectTenants,
} from './tenant-rows.ts';

export interface TenantServiceOptions {
  readonly database: Database;
  readonly bus: TransactionalEventBus<Transaction>;
  /** Told of every tenant that was written, under its old and its new names. */
  readonly resolver: Pick<TenantResolver, 'invalidate'>;
  readonly clock?: Clock | undefined;
  readonly ids?: IdSource | undefined;
}

/** Bounds an operation more tightly than the database's own deadline. */
export interface DeadlineOptions {
  readonly deadlineMs?: number;
}

const optionsSchema = objectWith({
  database: openedDatabase,
  bus: withMethods('publishInTransaction'),
  resolver: withMethods('invalidate'),
  ...sources,
});

/**
 * All tenants, for who may manage them. Every write is one transaction that holds the row and its event; the resolver forgets
 * the tenant when the transaction is known to be committed. Rejects with ValidationError, ForbiddenError, NotFoundError,
 * ConflictError (DUPLICATE_SLUG, DUPLICATE_DOMAIN), DependencyError or DeadlineError.
 */
export class TenantService {
  readonly #database: Database;
  readonly #bus: TransactionalEventBus<Transaction>;
  readonly #resolver: Pick<TenantResolver, 'invalidate'>;
  readonly #clock: Clock;
  readonly #ids: IdSource;

  constructor(options: TenantServiceOptions) {
    checkConfiguration(optionsSchema, 'The configuration of the tenant service', options);
    const { database, bus, resolver, clock = systemClock, ids = uuidV7Ids } = options;
    this.#database = database;
    this.#bus = bus;
    this.#resolver = resolver;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Publishes TenantCreated. */
  async create(
    context: SecurityContext,
    input: CreateTenantInput,
    options: DeadlineOptions = {},
  ): Promise<TenantResponse> {
    const fields = parseInput(createTenantSchema, 'tenant', input);
    authorize(context, 'tenants:create');
    const now = this.#clock.now().toISOString();
    const tenant: TenantResponse = { id: this.#ids.next(), ...fields, createdAt: now, updatedAt: now };
    return this.#write([tenant], options, async (transaction) => {
      await insertTenant(this.#database, transaction, tenant);
      await this.#publish(transaction, context, 'TenantCreated', tenant.id);
      return tenant;
    });
  }

  /** Publishes TenantUpdated; without a change it writes and publishes nothing. */
  async update(
    context: SecurityContext,
    givenId: string,
    input: UpdateTenantInput,
    options: DeadlineOptions = {},
  ): Promise<TenantResponse> {
    const { target, patch } = parseParts({ target: z.object(idFields), patch: updateTenantSchema }, 'tenant', {
      target: { id: givenId },
      patch: input,
    });
    authorize(context, 'tenants:update');
    const touched: TenantNames[] = [];
    return this.#write(touched, options, async (transaction) => {
      const tenant = await lockTenant(this.#database, transaction, target.id);
      if (tenant === undefined) throw new NotFoundError(`There is no tenant ${target.id}`);
      const next: TenantResponse = { ...tenant, ...given(patch) };
      if (isDeepStrictEqual(next, tenant)) return tenant;
      const written = { ...next, updatedAt: this.#clock.now().toISOString() };
      touched.push(tenant, written);
      await rewriteTenant(this.#database, transaction, written);
      await this.#publish(transaction, context, 'TenantUpdated', written.id);
      return written;
    });
  }

  /** In the order of creation. */
  async list(
    context: SecurityContext,
    query: ListTenantsQuery = {},
    options: DeadlineOptions = {},
  ): Promise<TenantPage> {
    const { page, pageSize } = parseInput(listTenantsSchema, 'tenant query', query);
    authorize(context, 'tenants:list');
    const select = () => selectTenants(this.#database, page, pageSize);
    return withinDeadline(this.#database, 'Listing tenants', select, options);
  }

  async #write<T>(
    touched: readonly TenantNames[],
    options: DeadlineOptions,
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    const forget = (): void => this.#resolver.invalidate(...touched);
    const transact = async (transaction: Transaction): Promise<T> => {
      const result = await work(transaction);
      if (touched.length > 0) afterKnownCommit(transaction, async () => forget());
      return result;
    };
    try {
      return await runInOperation(() => inTransaction(this.#database, transact, options));
    } catch (error) {
      // It may have been committed: a cache entry too few costs a query, a stale one serves the wrong tenant.
      if (isRustokError(error, 'COMMIT_IN_DOUBT')) forget();
      throw explainTenantViolation(error);
    }
  }

  async #publish(
    transaction: Transaction,
    context: SecurityContext,
    type: 'TenantCreated' | 'TenantUpdated',
    tenantId: string,
  ): Promise<void> {
    await this.#bus.publishInTransaction(transaction, tenantId, context.userId, {
      type,
      data: { tenant_id: tenantId },
    });
  }
}

/** The fields that were given: one left out may be there as `undefined`. */
function given<T extends object>(patch: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as never;
}
