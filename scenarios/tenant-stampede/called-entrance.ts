import type { CalledTenantLookup, LookedUpTenant, TenantAnswer, TenantQuestion } from '../contract/index.ts';
import type { Answers } from './answers.ts';
import type { Entrance, Expectation } from './entrance.ts';
import { answerPatienceMs } from './patience.ts';

type Told = TenantAnswer | 'nothing';

/** Callers in this process: they all call in one turn of the event loop, so nobody is answered before the last has asked. */
export function calledEntrance(lookup: CalledTenantLookup, deadlineMs: number): Entrance {
  const patienceMs = answerPatienceMs(deadlineMs);
  const rush = (tenant: LookedUpTenant, callers: number, expectation: Expectation = {}): Promise<Answers> =>
    askAll(
      lookup,
      Array.from({ length: callers }, () => bySlug(tenant)),
      patienceMs,
      expectation,
    );
  return {
    name: 'in process',
    lookup,
    rush,
    askOnce: (tenant, expectation) => rush(tenant, 1, expectation),
    visit: async (tenant) => {
      const leaving = new AbortController();
      void lookup.ask(bySlug(tenant), leaving.signal);
      return { leave: async () => leaving.abort(new Error('the caller has gone away')) };
    },
  };
}

/** Asks every question at once, each by a caller of its own. */
export async function askAll(
  lookup: CalledTenantLookup,
  questions: readonly TenantQuestion[],
  patienceMs: number,
  { name }: Expectation = {},
): Promise<Answers> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<'nothing'>((resolve) => {
    timer = setTimeout(resolve, patienceMs, 'nothing');
  });
  const asked = questions.map((question) =>
    Promise.race([lookup.ask(question, new AbortController().signal), tooLate]),
  );
  try {
    return sumUp(await Promise.all(asked), patienceMs, name);
  } finally {
    clearTimeout(timer);
  }
}

function bySlug({ slug }: LookedUpTenant): TenantQuestion {
  return { by: 'slug', value: slug };
}

function sumUp(told: readonly Told[], patienceMs: number, name: string | undefined): Answers {
  const statuses: Record<string, number> = {};
  const samples: Record<string, string> = {};
  const answers = told.filter((answer) => answer !== 'nothing');
  for (const { status, body } of answers) {
    statuses[status] = (statuses[status] ?? 0) + 1;
    samples[status] ??= body;
  }
  const misnamed = name === undefined ? [] : answers.filter(({ body }) => !body.includes(name));
  const silent = told.length - answers.length;
  return {
    asked: told.length,
    statuses,
    samples,
    unanswered: silent === 0 ? {} : { [`nothing within ${patienceMs} ms`]: silent },
    misnamed: misnamed.length,
    distinct: new Set(answers.map(({ body }) => body)).size,
    ...(misnamed[0] === undefined ? {} : { misnamedSample: misnamed[0].body }),
    doubts: [],
  };
}
