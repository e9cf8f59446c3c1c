import { parseExactly } from '../json/index.ts';

/** An HTTP answer, read to its end. */
export interface HttpAnswer<Body = unknown> {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where the answer says that it is JSON, else the text; integers beyond `Number.MAX_SAFE_INTEGER` are their digits as text. */
  readonly body: Body;
  readonly text: string;
}

/** What an HTTP library says of a header. */
export type HeaderValue = string | number | readonly string[] | undefined;

/** Makes an answer of its parts. */
export function answerOf(
  status: number,
  headers: Iterable<readonly [name: string, value: HeaderValue]>,
  text: string,
): HttpAnswer {
  const named = Object.fromEntries(
    [...headers].flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(', ')] as const],
    ),
  );
  const isJson = /^application\/([\w.-]+\+)?json\b/.test(named['content-type'] ?? '');
  return { status, headers: named, body: isJson && text !== '' ? parseExactly(text) : text, text };
}
