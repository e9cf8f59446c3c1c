import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RustokError } from '../../../src/errors/index.ts';
import type { TenantContext, TenantIdentifier, TenantLoader } from '../../../src/index.ts';
import type { Subject } from './subject.ts';

/** What a module for `--resolvers ./my-resolver.js` exports. */
export interface ResolverModule {
  createResolver(parts: { loader: TenantLoader; ttlMs: number }): UserResolver | Promise<UserResolver>;
}

/** The tenant, null when there is none, or a rejection with the code `TENANT_NOT_FOUND`. */
export interface UserResolver {
  resolve(identifier: TenantIdentifier, caller?: { signal?: AbortSignal }): Promise<TenantContext | null>;
  invalidate?(identifier: TenantIdentifier): unknown;
  close?(): unknown;
}

/** A resolver of the user's own, by the path of its module; `RESOLVER_MODULE_INVALID` says what it lacks. */
export function userModule(path: string): Subject {
  return {
    name: path,
    about: 'a module of your own',
    open: async ({ loader, ttlMs }) => {
      const { createResolver } = await load(path);
      const resolver = await createResolver({ loader, ttlMs });
      if (typeof resolver?.resolve !== 'function') throw invalid(path, 'its createResolver returns no { resolve() }');
      return {
        get: (identifier, signal) =>
          signal === undefined ? resolver.resolve(identifier) : resolver.resolve(identifier, { signal }),
        drop: (identifier) => resolver.invalidate?.(identifier),
        close: () => resolver.close?.(),
      };
    },
  };
}

async function load(path: string): Promise<ResolverModule> {
  let module: Partial<ResolverModule>;
  try {
    module = (await import(pathToFileURL(resolve(path)).href)) as Partial<ResolverModule>;
  } catch (cause) {
    throw invalid(path, `it cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  const { createResolver } = module;
  if (typeof createResolver === 'function') return { createResolver };
  throw invalid(path, 'it exports no function createResolver({ loader, ttlMs })');
}

function invalid(path: string, why: string, cause?: unknown): RustokError {
  return new RustokError('RESOLVER_MODULE_INVALID', `The resolver module ${path} cannot be measured: ${why}`, {
    cause,
  });
}
