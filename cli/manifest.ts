import { readFileSync } from 'node:fs';

const path = import.meta.url.endsWith('.ts') ? '../package.json' : '../../package.json';

/** What this package says of itself. */
export const manifest = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
  readonly name: string;
  readonly version: string;
  readonly engines: { readonly node: string };
};
