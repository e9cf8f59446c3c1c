import { backend, frontend } from './message-types.ts';

/** An error as the server would word it; `severity` FATAL announces the end of the connection. */
export interface ProtocolError {
  readonly severity: 'ERROR' | 'FATAL';
  readonly sqlState: string;
  readonly message: string;
}

/** A frame of one type: the type byte, the length, the body. */
export function frame(type: number, body: Buffer): Buffer {
  const whole = Buffer.allocUnsafe(5 + body.length);
  whole[0] = type;
  whole.writeInt32BE(4 + body.length, 1);
  body.copy(whole, 5);
  return whole;
}

export function errorResponse(error: ProtocolError): Buffer {
  const fields = `S${error.severity}\0V${error.severity}\0C${error.sqlState}\0M${error.message}\0\0`;
  return frame(backend.errorResponse, Buffer.from(fields, 'utf8'));
}

export function query(text: string): Buffer {
  return frame(frontend.query, Buffer.from(`${text}\0`, 'utf8'));
}

/** Execute of a portal; the one way to fail inside the extended protocol that leaves no statement behind is a portal that does not exist. */
export function execute(portal: string): Buffer {
  return frame(frontend.execute, Buffer.from(`${portal}\0\0\0\0\0`, 'utf8'));
}

/** The fields of an ErrorResponse's body: severity, SQLSTATE and message. */
export function parseErrorResponse(body: Buffer): { severity: string; sqlState: string; message: string } {
  const fields = new Map(
    body
      .toString('utf8')
      .split('\0')
      .filter((field) => field !== '')
      .map((field) => [field[0], field.slice(1)]),
  );
  return {
    severity: fields.get('V') ?? fields.get('S') ?? 'ERROR',
    sqlState: fields.get('C') ?? 'XX000',
    message: fields.get('M') ?? '',
  };
}
