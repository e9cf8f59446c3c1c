import type { LookUp } from '../subjects/index.ts';
import { measure } from './mitata.ts';

const minCpuNs = 400e6;

/** The median time of one hit, awaited as the hook awaits it: mitata awaits the promise that the call returns. */
export async function hitNanoseconds(lookUp: LookUp, slug: string): Promise<number> {
  await lookUp.get({ kind: 'slug', value: slug });
  const { p50 } = await measure(() => lookUp.get({ kind: 'slug', value: slug }), { min_cpu_time: minCpuNs });
  return p50;
}
