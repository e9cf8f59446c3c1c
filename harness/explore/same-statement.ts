import { fingerprintOf } from '../counting/index.ts';

/** Whether two texts are one statement, but for its constants. Most are equal as they stand: only others cost the parser its work. */
export async function isSameStatement(one: string, other: string): Promise<boolean> {
  if (one === other) return true;
  const [mine, its] = await Promise.all([fingerprintOf(one), fingerprintOf(other)]);
  return mine !== null && mine === its;
}
