import type { Figure, Measured } from '../measurement.ts';
import type { ColdCase } from '../options.ts';
import { percentilesOf } from '../percentiles.ts';
import type { ServerProcess } from '../served/server-process.ts';
import type { Stage } from '../stage.ts';
import { type Burst, sendBurst, timingsOf } from './burst.ts';
import { coldCrowd } from './crowd.ts';

/** A crowd before a cold cache, beside the same crowd at the bare framework. */
export async function coldCase(
  stage: Stage,
  server: ServerProcess,
  name: ColdCase,
  { bareFirst }: { readonly bareFirst: boolean },
): Promise<Measured> {
  const before = bareFirst ? await bareBurst(stage, server) : undefined;
  const { burst, queries, errors, doubts, samples } = await coldCrowd(stage, server, name);
  const bare = before ?? (await bareBurst(stage, server));
  const start = Math.min(...timingsOf(burst.load).sentAtMs);
  return {
    figures: [
      { metric: `queries ${name}`, unit: 'queries', value: queries },
      { metric: `errors ${name}`, unit: 'requests', value: errors },
      { metric: `observed ${name}`, unit: 'ms', value: burst.observedMs },
      { metric: `drain ${name}`, unit: 'ms', value: burst.drainMs, base: bare.drainMs, ratioTo: 'bare' },
      ...latencies(name, burst, bare),
      { metric: `cold cpu ${name}`, unit: 'ms', value: burst.cpuUs / 1000, base: bare.cpuUs / 1000, ratioTo: 'bare' },
    ],
    doubts: [...doubts, ...bare.doubts.map((doubt) => `bare framework: ${doubt}`)],
    trace: { ...burst.trace, queries: samples.map(({ atMs, count }) => ({ atMs: atMs - start, count })) },
  };
}

/** The same crowd, held before the framework until all have arrived. */
async function bareBurst(stage: Stage, server: ServerProcess): Promise<Burst> {
  await server.call('closeGate');
  return await sendBurst(stage, server, { mode: 'bare', slug: 'bare', release: () => server.call('openGate') });
}

function latencies(name: ColdCase, burst: Burst, bare: Burst): Figure[] {
  const own = percentilesOf(timingsOf(burst.load).latencyMs);
  const base = percentilesOf(timingsOf(bare.load).latencyMs);
  return (['p50', 'p90', 'p99', 'max'] as const).map((rank) => ({
    metric: `${rank} ${name}`,
    unit: 'ms',
    value: own[rank],
    base: base[rank],
    ratioTo: 'bare',
  }));
}
