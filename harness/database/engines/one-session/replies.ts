import { encodeFrame } from './frames.ts';

/** Whether a session is idle, in a transaction, or in a failed one. */
export type SessionStatus = 'I' | 'T' | 'E';

/** A failure as PostgreSQL sends it. */
export interface Failure {
  readonly sqlstate: string;
  readonly message: string;
  readonly severity?: 'ERROR' | 'FATAL';
}

/** One column of an answer; `oid` is the type that drivers parse its texts by. */
export interface Column {
  readonly name: string;
  readonly oid: number;
}

export function errorResponse({ sqlstate, message, severity = 'ERROR' }: Failure): Buffer {
  return encodeFrame('E', `S${severity}`, `V${severity}`, `C${sqlstate}`, `M${message}`, Buffer.alloc(1));
}

export function readyForQuery(status: SessionStatus): Buffer {
  return encodeFrame('Z', Buffer.from(status));
}

export function commandComplete(tag: string): Buffer {
  return encodeFrame('C', tag);
}

export function parameterStatus(name: string, value: string): Buffer {
  return encodeFrame('S', name, value);
}

export function rowDescription(columns: readonly Column[]): Buffer {
  const described = columns.map(({ name, oid }) => {
    const rest = Buffer.alloc(18);
    rest.writeInt32BE(oid, 6);
    rest.writeInt16BE(-1, 10);
    rest.writeInt32BE(-1, 12);
    return Buffer.concat([Buffer.from(`${name}\0`), rest]);
  });
  return encodeFrame('T', int16(columns.length), ...described);
}

export function dataRow(values: readonly (string | null)[]): Buffer {
  const cells = values.map((value) => {
    if (value === null) return int32(-1);
    const bytes = Buffer.from(value);
    return Buffer.concat([int32(bytes.length), bytes]);
  });
  return encodeFrame('D', int16(values.length), ...cells);
}

export function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
