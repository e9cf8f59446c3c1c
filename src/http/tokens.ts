import { type KeyObject, createSecretKey } from 'node:crypto';
import { SignJWT, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { checkConfiguration, objectWith, someText, sources, wholeNumber } from '../configuration/index.ts';
import { UnauthenticatedError } from '../errors/index.ts';
import { type Clock, systemClock, uuid } from '../events/index.ts';

/** How tokens are signed and what they must say. */
export interface TokenOptions {
  /** At least 32 bytes, shared by all instances. */
  readonly secret: string | Uint8Array;
  readonly issuer?: string;
  readonly audience?: string;
  /** Default 3600. */
  readonly lifetimeSeconds?: number;
  readonly clock?: Clock;
}

/** Whom a token names. What that user may do is read from the users table. */
export interface TokenClaims {
  readonly userId: string;
  readonly tenantId: string;
}

export const tokenOptionsSchema = objectWith({
  secret: z.custom<string | Uint8Array>(
    (value) => (typeof value === 'string' || value instanceof Uint8Array) && Buffer.from(value as string).length >= 32,
    'must have at least 32 bytes',
  ),
  issuer: someText.optional(),
  audience: someText.optional(),
  lifetimeSeconds: wholeNumber(1).optional(),
  clock: sources.clock,
});

const claimsSchema = z.object({ sub: uuid, tenant_id: uuid, iat: z.number(), exp: z.number() });
const algorithm = 'HS256';

/** Issues and verifies JSON Web Tokens, HS256: for development and tests. */
export class Tokens {
  readonly #key: KeyObject;
  readonly #issuer: string;
  readonly #audience: string;
  readonly #lifetimeSeconds: number;
  readonly #clock: Clock;

  constructor(options: TokenOptions) {
    checkConfiguration(tokenOptionsSchema, 'The configuration of tokens', options);
    this.#key = createSecretKey(Buffer.from(options.secret as string));
    this.#issuer = options.issuer ?? 'rustok';
    this.#audience = options.audience ?? 'rustok-services';
    this.#lifetimeSeconds = options.lifetimeSeconds ?? 3600;
    this.#clock = options.clock ?? systemClock;
  }

  /** A token that names the user, from now until its lifetime has passed. */
  async issue({ userId, tenantId }: TokenClaims): Promise<string> {
    const now = Math.floor(this.#clock.now().getTime() / 1000);
    return new SignJWT({ tenant_id: tenantId })
      .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
      .setSubject(userId)
      .setIssuer(this.#issuer)
      .setAudience(this.#audience)
      .setIssuedAt(now)
      .setExpirationTime(now + this.#lifetimeSeconds)
      .sign(this.#key);
  }

  /** Whom the token names; an `UnauthenticatedError` for one that is malformed, expired, forged or meant for somebody else. */
  async verify(token: string): Promise<TokenClaims> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [algorithm],
        issuer: this.#issuer,
        audience: this.#audience,
        currentDate: this.#clock.now(),
      });
      const claims = claimsSchema.parse(payload);
      return { userId: claims.sub, tenantId: claims.tenant_id };
    } catch (cause) {
      const why = cause instanceof errors.JWTExpired ? 'has expired' : 'is not valid';
      throw new UnauthenticatedError(`The token ${why}`, { cause });
    }
  }
}
