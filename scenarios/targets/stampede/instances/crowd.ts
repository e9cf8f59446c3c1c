import type { CalledTenantLookup, TenantAnswer, TenantQuestion, ToldCrowd } from '../../../contract/index.ts';

/** So many callers at once, each with patience of its own. */
export async function crowdAt(
  { ask }: CalledTenantLookup,
  question: TenantQuestion,
  callers: number,
  name: string | undefined,
): Promise<ToldCrowd> {
  const { signal } = new AbortController();
  return sumUp(await Promise.all(Array.from({ length: callers }, () => ask(question, signal))), name);
}

function sumUp(told: readonly TenantAnswer[], name: string | undefined): ToldCrowd {
  const statuses: Record<string, number> = {};
  const samples: Record<string, string> = {};
  let misnamed = 0;
  for (const { status, body } of told) {
    statuses[status] = (statuses[status] ?? 0) + 1;
    samples[status] ??= body;
    if (status === 200 && name !== undefined && !body.includes(name)) misnamed += 1;
  }
  return { asked: told.length, statuses, samples, misnamed };
}
