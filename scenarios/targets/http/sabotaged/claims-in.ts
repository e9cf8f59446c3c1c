import { decodeJwt, decodeProtectedHeader } from 'jose';

type Part = Readonly<Record<string, unknown>>;

/** What a token says, true or not; nothing when it is no token. */
export function claimsIn(token: string): { readonly header: Part; readonly payload: Part } {
  try {
    return { header: decodeProtectedHeader(token), payload: decodeJwt(token) };
  } catch {
    return { header: {}, payload: {} };
  }
}
