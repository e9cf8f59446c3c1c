import { AsyncLocalStorage } from 'node:async_hooks';

/** What an envelope inherits from the operation that it is built in; `correlationId` is empty until the first envelope. */
interface OperationContext {
  correlationId: string | null;
  readonly causationId: string | null;
}

const storage = new AsyncLocalStorage<OperationContext>();

/**
 * Runs `fn` as one operation: all envelopes built in it, also after an await, share a correlation id, which is the id of the
 * first. Inside an operation or a handler it joins that one; a `correlationId` replaces the inherited one.
 */
export function runInOperation<T>(fn: () => T, options: { readonly correlationId?: string } = {}): T {
  const outer = storage.getStore();
  if (outer !== undefined && options.correlationId === undefined) return fn();
  return storage.run({ correlationId: options.correlationId ?? null, causationId: outer?.causationId ?? null }, fn);
}

/** Runs `fn` as the handling of an envelope: what it publishes names that envelope as its cause and keeps its correlation id. */
export function runInHandling<T>(envelope: { readonly id: string; readonly correlationId: string }, fn: () => T): T {
  return storage.run({ correlationId: envelope.correlationId, causationId: envelope.id }, fn);
}

/** Correlation and causation for an envelope of that id; the first one of an operation gives the operation its id. */
export function correlate(id: string): { readonly correlationId: string; readonly causationId: string | null } {
  const context = storage.getStore();
  if (context === undefined) return { correlationId: id, causationId: null };
  context.correlationId ??= id;
  return { correlationId: context.correlationId, causationId: context.causationId };
}
