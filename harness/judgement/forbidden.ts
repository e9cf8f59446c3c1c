import { ForbiddenError } from '../../src/errors/index.ts';
import { causality } from './causality.ts';
import type { Judgement } from './judgement.ts';

interface AnswerView {
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
}

/** Whether a call was refused: a `ForbiddenError`, or an answer of 403 with problem details. Awaits a promise of either. */
export async function judgeForbidden(value: unknown): Promise<Judgement> {
  const expectation = 'the call to be forbidden';
  const outcome = await settled(value);
  if ('error' in outcome) {
    const { error } = outcome;
    const pass = error instanceof ForbiddenError || (error instanceof Error && error.name === 'ForbiddenError');
    return {
      pass,
      expectation,
      found: `it was rejected with ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
    };
  }
  const answer = await viewAnswer(outcome.value);
  if (answer === undefined) {
    return { pass: false, expectation, found: 'it resolved, and with no HTTP answer' };
  }
  const { status, contentType, body } = answer;
  const wrong = [
    ...(status === 403 ? [] : [`the status was ${status}`]),
    ...(contentType.startsWith('application/problem+json') ? [] : [`the content type was ${contentType || 'missing'}`]),
    ...(isProblem(body) ? [] : ['the body was no problem of status 403']),
  ];
  const said = body === undefined || body === '' ? '' : `\n${JSON.stringify(body)}`;
  return {
    pass: wrong.length === 0,
    expectation,
    found: (wrong.length === 0 ? 'it was answered with 403' : wrong.join(', ')) + said,
    difference: { expected: { status: 403, contentType: 'application/problem+json' }, actual: { status, contentType } },
    timeline: await causality(outcome.value),
  };
}

type Outcome = { readonly value: unknown } | { readonly error: unknown };

async function settled(value: unknown): Promise<Outcome> {
  if (value instanceof Error) return { error: value };
  try {
    return { value: await value };
  } catch (error) {
    return { error };
  }
}

/** Reads an answer of the role clients, of `inject`, or a `Response`, which can still be read afterwards. */
async function viewAnswer(value: unknown): Promise<AnswerView | undefined> {
  if (value instanceof Response) {
    const body = parsed(await value.clone().text());
    return { status: value.status, contentType: value.headers.get('content-type') ?? '', body };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const status = fields['status'] ?? fields['statusCode'];
  if (typeof status !== 'number') return undefined;
  const headers = (fields['headers'] ?? {}) as Readonly<Record<string, unknown>>;
  const body = typeof fields['body'] === 'string' ? parsed(fields['body']) : fields['body'];
  const contentType = headers['content-type'];
  return { status, contentType: typeof contentType === 'string' ? contentType : '', body };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** RFC 9457: every member is optional, and a status that is told is the answer's. */
function isProblem(body: unknown): boolean {
  return typeof body === 'object' && body !== null && (!('status' in body) || body.status === 403);
}
