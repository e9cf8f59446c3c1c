import type { JsonValue } from '../../contract/index.ts';

const placeholder = /\{([A-Za-z][A-Za-z0-9]*)\}/g;
const likePlaceholder = /\{(\s*[A-Za-z][\w-]*\s*)\}/g;

/** Known to commands and environments of the service. */
export const worldNames = [
  'databaseUrl',
  'databaseHost',
  'databasePort',
  'databaseName',
  'databaseUser',
  'databasePassword',
  'port',
  'sinkUrl',
  'deadlineMs',
] as const;

/** Known where the file speaks of a tenant. */
export const tenantNames = ['id', 'slug', 'name', 'isActive'] as const;

/** What the placeholders of commands and environments stand for. */
export type WorldValues = Readonly<Record<(typeof worldNames)[number], string>>;

/** Known to each call of an operation, freshly made. */
export const callNames = ['uuid', 'idempotencyKey'] as const;

/** Every `{name}` in the texts of a value. */
export function placeholdersIn(value: unknown): string[] {
  if (typeof value === 'string') return [...value.matchAll(placeholder)].map(([, name]) => name ?? '');
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(placeholdersIn);
}

/**
 * What stands in braces like a placeholder and is none that is known. Blanks inside the braces are left to other languages (GraphQL),
 * unless a name that is known is meant.
 */
export function unknownIn(value: unknown, known: readonly string[]): string[] {
  if (typeof value === 'string') {
    const named = [...value.matchAll(likePlaceholder)].map(([, name]) => name ?? '');
    return named.filter((name) => !known.includes(name) && (name === name.trim() || isMeant(name, known)));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((part) => unknownIn(part, known));
}

function isMeant(name: string, known: readonly string[]): boolean {
  const plain = (text: string) => text.replaceAll(/[\s_-]/g, '').toLowerCase();
  return known.some((one) => plain(one) === plain(name));
}

/** The text with its placeholders filled in; those that are not known stay. */
export function fillText(text: string, values: Readonly<Record<string, unknown>>): string {
  return text.replaceAll(placeholder, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** The same for all texts of a value; a text that is nothing but one placeholder becomes its value, number or not. */
export function fill(value: JsonValue, values: Readonly<Record<string, JsonValue>>): JsonValue {
  if (typeof value === 'string') {
    const [name] = placeholdersIn(value);
    const own = name !== undefined && value === `{${name}}` ? values[name] : undefined;
    return own ?? fillText(value, values);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => fill(item, values));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, values)]));
}
