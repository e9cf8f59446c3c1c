import { ValidationError } from '../errors/index.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });
// As text or as an escape: what is not here cannot be a key.
const suspicious = /__proto__|\\u005f/i;

/** The value of a JSON body; a `ValidationError` for what is no JSON, no UTF-8, or carries a `__proto__` key. */
export function parseJsonBody(body: Buffer): unknown {
  if (body.length === 0) throw invalidBody('must not be empty');
  const text = decode(body);
  const value = parse(text);
  if (suspicious.test(text)) refusePrototypes(value, '');
  return value;
}

/** For a route that takes no body: nothing is none, since many clients name a type for every request; what is there must still be a JSON object. */
export function parseUnusedBody(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  const value = parseJsonBody(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalidBody('must be a JSON object');
  return value;
}

function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch (cause) {
    throw invalidBody('must be UTF-8', cause);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidBody('must be well-formed JSON', cause);
  }
}

function refusePrototypes(root: unknown, path: string): void {
  const left: { value: unknown; path: string }[] = [{ value: root, path }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [key, value] of Object.entries(next.value)) {
      const place = Array.isArray(next.value)
        ? `${next.path}[${key}]`
        : `${next.path}${next.path === '' ? '' : '.'}${key}`;
      if (key === '__proto__') throw invalidBody('is not a permitted key', undefined, place);
      left.push({ value, path: place });
    }
  }
}

function invalidBody(message: string, cause?: unknown, path = 'body'): ValidationError {
  return new ValidationError('Request body', [{ path, message }], { cause, code: 'MALFORMED_BODY' });
}
