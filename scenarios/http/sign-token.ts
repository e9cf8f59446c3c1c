import { createHmac } from 'node:crypto';
import type { JsonValue, TokenSigning, UserSeed } from '../contract/index.ts';

export type Claims = Readonly<Record<string, JsonValue>>;

/** How a token is made otherwise than the service asks. */
export interface TokenForgery {
  readonly header?: Claims;
  readonly secret?: string;
  readonly hash?: 'sha256' | 'sha512';
}

const lifetimeSeconds = 600;

/** The claims that name this user, for a token that is valid now. */
export function claimsOf({ id, tenantId }: Pick<UserSeed, 'id' | 'tenantId'>, signing: TokenSigning): Claims {
  const now = Math.floor(Date.now() / 1000);
  return {
    sub: id,
    tenant_id: tenantId,
    iat: now,
    exp: now + lifetimeSeconds,
    iss: signing.issuer,
    aud: signing.audience,
  };
}

/** A JSON Web Token, made here and not by the code under test. */
export function signToken(signing: TokenSigning, claims: Claims, forgery: TokenForgery = {}): string {
  const { header = { alg: 'HS256', typ: 'JWT' }, secret = signing.secret, hash = 'sha256' } = forgery;
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

function encode(part: Claims): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
