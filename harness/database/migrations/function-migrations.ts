import type { Migrations } from '../test-database.ts';

/**
 * Migrations that are a function: `run` migrates the database at that URL and leaves no connection open; `hash` is what tells one
 * version of it from the next, such as the text of the files that it reads.
 */
export function functionMigrations(
  hash: string | (() => string | Promise<string>),
  run: (url: string) => Promise<unknown>,
): Migrations {
  return {
    hash: typeof hash === 'string' ? () => hash : hash,
    run: async (url) => void (await run(url)),
  };
}
