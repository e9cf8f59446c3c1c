import type { Measured } from '../measurement.ts';
import type { ServerProcess } from '../served/server-process.ts';

/** The time of one awaited hit, without HTTP, in a process that has done nothing else yet. */
export async function getHitCase(server: ServerProcess): Promise<Measured> {
  return {
    figures: [{ metric: 'get-hit ns', unit: 'ns', value: await server.call('hitNanoseconds') }],
    doubts: [],
  };
}
