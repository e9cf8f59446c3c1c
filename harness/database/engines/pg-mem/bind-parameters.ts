import { readTexts } from '../one-session/frames.ts';

/** A value of a parameter: text as drivers send it, bytes, or null. */
export type Parameter = string | Buffer | null;

/** Reads the parameters of a Bind message. */
export function readParameters(body: Buffer): Parameter[] {
  const [portal = '', statement = ''] = readTexts(body, 2);
  let at = Buffer.byteLength(portal) + Buffer.byteLength(statement) + 2;
  const int16 = (): number => ((at += 2), body.readInt16BE(at - 2));
  const formats = Array.from({ length: int16() }, int16);
  return Array.from({ length: int16() }, (_, index) => {
    const length = body.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    const bytes = body.subarray(at, at + length);
    at += length;
    const binary = (formats.length === 1 ? formats[0] : formats[index]) === 1;
    return binary ? bytes : bytes.toString();
  });
}

const opaque = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\d+)/g;

/** Puts values where the placeholders of a statement are: pg-mem knows no parameters. */
export function bindParameters(statement: string, parameters: readonly Parameter[]): string {
  return statement.replaceAll(opaque, (token: string, number: string | undefined) => {
    if (number === undefined) return token;
    const value = parameters[Number(number) - 1];
    if (value === undefined) throw new Error(`there is no parameter $${number}`);
    if (value === null) return 'NULL';
    return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : `'\\x${value.toString('hex')}'`;
  });
}
