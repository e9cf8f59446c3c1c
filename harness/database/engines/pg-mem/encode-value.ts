import type { Column } from '../one-session/replies.ts';

/** What pg-mem says of a column; its numbers of types are not always PostgreSQL's. */
export interface MemoryField {
  readonly name: string;
  readonly type?: unknown;
}

const oids: Readonly<Record<string, number>> = {
  bool: 16,
  boolean: 16,
  bytea: 17,
  bigint: 20,
  int: 23,
  integer: 23,
  text: 25,
  json: 114,
  float: 701,
  'double precision': 701,
  numeric: 1700,
  decimal: 1700,
  date: 1082,
  time: 1083,
  timestamp: 1114,
  timestamptz: 1184,
  uuid: 2950,
  jsonb: 3802,
};
const text = 25;

/** Describes the columns of a result, by its fields where pg-mem gives them and by its rows where it does not. */
export function columnsOf(
  fields: readonly MemoryField[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Column[] {
  const known = fields.length > 0 ? fields : Object.keys(rows[0] ?? {}).map((name) => ({ name, type: undefined }));
  return known.map(({ name, type }) => ({
    name,
    oid: oids[nameOf(type)] ?? guess(rows.find((row) => row[name] != null)?.[name]),
  }));
}

/** A value in the text form of its type. */
export function encodeValue(value: unknown, oid?: number): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return encodeDate(value, oid);
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return encodeArray(value);
  return typeof value === 'string' ? value : JSON.stringify(value, bigintAsText);
}

function encodeDate(value: Date, oid: number | undefined): string {
  const [day = '', time = ''] = value.toISOString().replace('Z', '').split('T');
  return oid === oids['date'] ? day : `${day} ${time}+00`;
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

function encodeArray(items: readonly unknown[]): string {
  return `{${items.map((item) => (item === null ? 'NULL' : JSON.stringify(encodeValue(item)))).join(',')}}`;
}

function guess(value: unknown): number {
  if (typeof value === 'boolean') return oids['bool'] ?? text;
  if (typeof value === 'number') return Number.isInteger(value) ? 23 : 701;
  if (value instanceof Date) return 1184;
  return text;
}

function nameOf(type: unknown): string {
  if (typeof type === 'string') return type;
  const named = typeof type === 'object' && type !== null ? (type as { primary?: string; name?: string }) : {};
  return named.primary ?? named.name ?? '';
}
