import { z } from 'zod';
import { ValidationError } from '../errors/index.ts';
import type { JsonObject } from './json.ts';

/** Lifts `data` of one version to the next one; pure, and it may throw on data that it cannot read. */
export type Upcaster = (data: JsonObject) => JsonObject;

/** Everything about one event; type, validation, version and JSON Schema derive from it. */
export interface EventDefinition<
  Type extends string = string,
  Variant extends string = string,
  Schema extends z.ZodObject = z.ZodObject,
> {
  /** The type string, `node.created`. */
  readonly type: Type;
  /** The tag on the wire, `NodeCreated`. */
  readonly variant: Variant;
  /** The current version, 1…32767. */
  readonly version: number;
  /** Strict schema of the current version's `data`. */
  readonly schema: Schema;
  /** `upcasters[n]` lifts version n to n + 1. */
  readonly upcasters: Readonly<Record<number, Upcaster>>;
  readonly affectsIndex: boolean;
}

/** The event that a definition declares, as a publisher writes it. */
export type EventOf<Definition> =
  Definition extends EventDefinition<string, infer Variant, infer Schema>
    ? { readonly type: Variant; readonly data: Readonly<z.input<Schema>> }
    : never;

const declaration = z.object({
  type: z.string().regex(/^[a-z][a-z_]*(\.[a-z][a-z_]*)+$/, 'must be dotted lower-case words'),
  variant: z.string().regex(/^[A-Z][A-Za-z]*$/, 'must be PascalCase'),
  version: z.int().min(1).max(32_767),
});

/** Declares an event; throws a `ValidationError` when type, variant or version cannot be one. */
export function defineEvent<const Type extends string, const Variant extends string, Schema extends z.ZodObject>(
  type: Type,
  details: Omit<EventDefinition<Type, Variant, Schema>, 'type'>,
): EventDefinition<Type, Variant, Schema> {
  const checked = declaration.safeParse({ ...details, type });
  if (!checked.success) {
    const fields = checked.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    throw new ValidationError(`the declaration of ${type}`, fields);
  }
  return Object.freeze({ ...details, type });
}
