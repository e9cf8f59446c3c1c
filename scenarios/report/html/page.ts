import { createHash } from 'node:crypto';
import { baseStyle } from './base-style.ts';
import { Markup, markup } from './markup.ts';

/** What a page is made of. */
export interface PageParts {
  readonly title: string;
  readonly body: Markup;
  /** Added to the base style. */
  readonly style?: string;
  readonly script?: string;
}

/** Marks a page as made by the kit, which may then be replaced by a newer one. */
export const generator = 'rustok-testkit';

/**
 * One self-contained document: style and script are in it, and its policy forbids every other script, style and request.
 * Light and dark follow the reader's setting.
 */
export function renderPage({ title, body, style = '', script = '' }: PageParts): string {
  const css = `${baseStyle}${style}`;
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(css)}'`,
    script === '' ? "script-src 'none'" : `script-src '${hashOf(script)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="${generator}">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Markup(css)}</style>
</head>
<body>
${body}
${script === '' ? '' : new Markup(`<script>${script}</script>`)}
</body>
</html>
`;
  return page.source;
}

function hashOf(source: string): string {
  return `sha256-${createHash('sha256').update(source).digest('base64')}`;
}
