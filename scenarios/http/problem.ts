import type { HttpAnswer } from '../contract/index.ts';

/** Problem details as they were read, nothing taken for granted. */
export type Problem = Readonly<Record<string, unknown>>;

/** The body as problem details; empty when it is no JSON object. */
export function problemIn({ body }: HttpAnswer): Problem {
  const value = parsed(body);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Problem) : {};
}

/** What keeps an answer from being problem details of RFC 9457 with the specification's `code`; nothing when it is. */
export function problemFaults(answer: HttpAnswer): string[] {
  const problem = problemIn(answer);
  const type = answer.headers['content-type'] ?? 'none';
  const faults = {
    [`its content type is ${type}`]: !/^application\/problem\+json\b/.test(type),
    [`its member status is ${shown(problem['status'])}`]: problem['status'] !== answer.status,
    [`its type is ${shown(problem['type'])}`]: typeof (problem['type'] ?? '') !== 'string',
    [`its title is ${shown(problem['title'])}`]: !isText(problem['title']),
    [`its detail is ${shown(problem['detail'])}`]: !isText(problem['detail']),
    [`its code is ${shown(problem['code'])}`]: !/^[A-Z][A-Z\d_]*$/.test(String(problem['code'])),
    'it shows the inside of the service': /\bat \S+ \(|node_modules|\.ts:\d+|\bSELECT\b.+\bFROM\b/.test(answer.body),
  };
  return Object.entries(faults).flatMap(([fault, isSeen]) => (isSeen ? [fault] : []));
}

/** The paths of the fields that were refused. */
export function refusedFields(answer: HttpAnswer): string[] {
  const { fields } = problemIn(answer);
  if (!Array.isArray(fields)) return [];
  return fields.map((field: unknown) => (hasPath(field) ? field.path : shown(field)));
}

function hasPath(field: unknown): field is { readonly path: string } {
  return typeof field === 'object' && field !== null && 'path' in field && typeof field.path === 'string';
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'missing';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
