import type { JsonObject, JsonValue } from '../../src/events/index.ts';

/** An envelope as a consumer receives it, in its wire form (snake_case); nothing about it is taken for granted. */
export type PublishedEnvelope = { readonly [field: string]: JsonValue };

/** An event that the specification demands for a change of state. */
export interface ExpectedEvent {
  readonly eventType: string;
  readonly data: JsonObject;
  readonly tenantId?: string;
  /** Events of one subject (a node, an order) must arrive in the order given; between subjects there is none. */
  readonly about: string;
}

/** One committed row of the service's state. */
export interface StateRow {
  readonly table: string;
  readonly row: JsonObject;
}
