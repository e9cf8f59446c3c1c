export { TransactionalEventBus, type BusOptions, type IfTransportCannotJoin } from './bus.ts';
export {
  type Catalogue,
  type DomainEvent,
  type EventOfType,
  type EventType,
  type EventVariant,
  catalogue,
  catalogueOf,
} from './catalogue.ts';
export { type Clock, systemClock } from './clock.ts';
export { runInHandling, runInOperation } from './context.ts';
export { type EnvelopeSources, createEnvelope } from './create-envelope.ts';
export { type EventColumns, decodeEnvelope } from './decode.ts';
export { EventDecodeError, type EventDecodeErrorCode } from './decode-error.ts';
export { type EventDefinition, type EventOf, type Upcaster, defineEvent } from './definition.ts';
export { canonicalEnvelope, encodeEnvelope } from './encode.ts';
export { type EventEnvelope, describeEnvelope } from './envelope.ts';
export { type EvolutionProblem, type GoldenEnvelope, checkEvolution } from './evolution.ts';
export { goldenEnvelopes } from './golden/golden-envelopes.ts';
export { type IdSource, uuidV7Ids } from './ids.ts';
export { type EventHandler, InMemoryTransport } from './in-memory-transport.ts';
export type { JsonObject, JsonValue } from './json.ts';
export { exportJsonSchemas } from './json-schema.ts';
export { uuid } from './rules.ts';
export { text } from './text.ts';
export { activeTraceId } from './trace.ts';
export {
  type CommitObserver,
  type EventTransport,
  type ReliabilityLevel,
  type TransactionalEventTransport,
  isTransactionalTransport,
} from './transport.ts';
export { validateEvent } from './validate.ts';
