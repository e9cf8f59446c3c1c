export { createServices, type Services, type ServicesOptions } from './services.ts';
export { systemContext, type Permission, type Role, type SecurityContext } from './access/index.ts';
export {
  type CreateNodeInput,
  type ListNodesQuery,
  type NodeResponse,
  NodeService,
  type UpdateNodeInput,
} from './content/index.ts';
export {
  CommitInDoubtError,
  type Database,
  type DatabaseOptions,
  TransactionRolledBackError,
  afterKnownCommit,
  commitObserver,
  inTransaction,
  migrateDown,
  migrateUp,
  openDatabase,
  referenceMigrations,
} from './database/index.ts';
export {
  ConflictError,
  DeadlineError,
  DependencyError,
  type FieldError,
  ForbiddenError,
  MissingPeerError,
  NotFoundError,
  RustokError,
  UnauthenticatedError,
  ValidationError,
  isRustokError,
} from './errors/index.ts';
export {
  type Clock,
  type DomainEvent,
  type EventEnvelope,
  type EventTransport,
  type EventType,
  type IdSource,
  InMemoryTransport,
  type TransactionalEventTransport,
  TransactionalEventBus,
  canonicalEnvelope,
  catalogue,
  createEnvelope,
  decodeEnvelope,
  defineEvent,
  encodeEnvelope,
  exportJsonSchemas,
  runInHandling,
  runInOperation,
  systemClock,
  uuidV7Ids,
  validateEvent,
} from './events/index.ts';
export { type DrainResult, type EventSink, OutboxTransport, drain, drainToQuiescence } from './outbox/index.ts';
