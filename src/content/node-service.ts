import type { Transaction } from 'sequelize';
import type { SecurityContext } from '../access/index.ts';
import { checkConfiguration, objectWith, sources, withMethods } from '../configuration/index.ts';
import { type Database, openedDatabase } from '../database/index.ts';
import { type Clock, type IdSource, type TransactionalEventBus, systemClock, uuidV7Ids } from '../events/index.ts';
import { changeStatus } from './change-status.ts';
import type { CreateNodeInput } from './create-input.ts';
import { createNode } from './create-node.ts';
import { deleteNode } from './delete-node.ts';
import { getNode } from './get-node.ts';
import type { ListNodesQuery } from './list-query.ts';
import { listNodes } from './list-nodes.ts';
import type { NodePage, NodeResponse } from './node-response.ts';
import type { NodeDependencies } from './operation.ts';
import { restoreNode } from './restore-node.ts';
import type { UpdateNodeInput } from './update-input.ts';
import { updateNode } from './update-node.ts';
import type { CreateOptions, OperationOptions, WriteOptions } from './write-options.ts';

export interface NodeServiceOptions {
  readonly database: Database;
  readonly bus: TransactionalEventBus<Transaction>;
  readonly clock?: Clock | undefined;
  readonly ids?: IdSource | undefined;
}

const optionsSchema = objectWith({ database: openedDatabase, bus: withMethods('publishInTransaction'), ...sources });

/**
 * The nodes of each caller's tenant. Every write is one transaction that holds the rows and their events; it resolves with what
 * was written. All reject with ValidationError before anything is written, ForbiddenError, NotFoundError (also for another
 * tenant's node), ConflictError, DependencyError or DeadlineError.
 */
export class NodeService {
  readonly #dependencies: NodeDependencies;

  constructor(options: NodeServiceOptions) {
    checkConfiguration(optionsSchema, 'The configuration of the node service', options);
    const { database, bus, clock = systemClock, ids = uuidV7Ids } = options;
    this.#dependencies = { database, bus, clock, ids };
  }

  /** Publishes NodeCreated, and NodePublished for a node created published. */
  async create(context: SecurityContext, input: CreateNodeInput, options: CreateOptions = {}): Promise<NodeResponse> {
    return createNode(this.#dependencies, context, input, options);
  }

  /** Publishes NodeUpdated and an event for each changed locale; without a change it writes and publishes nothing. */
  async update(
    context: SecurityContext,
    id: string,
    input: UpdateNodeInput,
    options: WriteOptions,
  ): Promise<NodeResponse> {
    return updateNode(this.#dependencies, context, id, input, options);
  }

  /** Draft to published: NodeUpdated, NodePublished. */
  async publish(context: SecurityContext, id: string, options: WriteOptions): Promise<NodeResponse> {
    return changeStatus(this.#dependencies, context, id, 'publish', options);
  }

  /** Published to draft: NodeUpdated, NodeUnpublished. */
  async unpublish(context: SecurityContext, id: string, options: WriteOptions): Promise<NodeResponse> {
    return changeStatus(this.#dependencies, context, id, 'unpublish', options);
  }

  /** Published to archived: NodeUpdated. */
  async archive(context: SecurityContext, id: string, options: WriteOptions): Promise<NodeResponse> {
    return changeStatus(this.#dependencies, context, id, 'archive', options);
  }

  /** Archived to draft: NodeUpdated. */
  async unarchive(context: SecurityContext, id: string, options: WriteOptions): Promise<NodeResponse> {
    return changeStatus(this.#dependencies, context, id, 'unarchive', options);
  }

  /** Marks the node as deleted: NodeDeleted. A node with live children is a `HAS_CHILDREN` conflict. */
  async delete(context: SecurityContext, id: string, options: WriteOptions): Promise<NodeResponse> {
    return deleteNode(this.#dependencies, context, id, options);
  }

  /** Makes a deleted node a draft: NodeCreated. A slug taken meanwhile is a `DUPLICATE_SLUG` conflict, a deleted parent `PARENT_DELETED`. */
  async restore(context: SecurityContext, id: string, options: WriteOptions): Promise<NodeResponse> {
    return restoreNode(this.#dependencies, context, id, options);
  }

  /** What is not published is found only by who may update it. */
  async get(context: SecurityContext, id: string, options: OperationOptions = {}): Promise<NodeResponse> {
    return getNode(this.#dependencies, context, id, options);
  }

  /** The nodes that the caller may list, in the order of creation; unpublished ones only where the caller may update them. */
  async list(context: SecurityContext, query: ListNodesQuery = {}, options: OperationOptions = {}): Promise<NodePage> {
    return listNodes(this.#dependencies, context, query, options);
  }
}
