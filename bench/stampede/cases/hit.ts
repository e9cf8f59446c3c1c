import { sendLoad } from '../../../harness/load/index.ts';
import { median } from '../../statistics.ts';
import { doubtsOfLoad } from '../checks.ts';
import type { Measured } from '../measurement.ts';
import type { Slice } from '../served/order.ts';
import type { ServerProcess } from '../served/server-process.ts';
import { type Stage, deadlineMs } from '../stage.ts';

const connections = 20;
const turnsOfAll = 30;

/** What a hit adds to the processor time of a request: the bare framework and the subject answer the same stream in turns. */
export async function hitCase(stage: Stage, server: ServerProcess, slug: string): Promise<Measured> {
  const requestsPerConnection = Math.ceil(stage.sizes.hitRequests / connections);
  const load = (count: number) =>
    sendLoad(
      {
        url: server.url,
        headers: { 'x-tenant-id': slug },
        connections,
        requestsPerConnection: count,
        deadlineMs: 3 * deadlineMs,
      },
      stage.signal === undefined ? {} : { signal: stage.signal },
    );
  await server.call('beginTurns', turnLength(stage));
  await load(Math.ceil(requestsPerConnection / 4));
  await server.call('endTurns');
  await server.call('beginTurns', turnLength(stage));
  const result = await load(requestsPerConnection);
  const slices = await server.call('endTurns');
  const pairs = pairsOf(slices);
  const others = result.answered - (result.statuses['200'] ?? 0);
  const perRequest = ({ cpuUs, requests }: Slice): number => cpuUs / requests;
  return {
    figures: [
      {
        metric: 'hit cpu us',
        unit: 'µs',
        value: median(pairs.map(({ bare, subject }) => perRequest(subject) - perRequest(bare))),
      },
      {
        metric: 'hit efficiency',
        unit: '× bare',
        value: median(pairs.map(({ bare, subject }) => perRequest(bare) / perRequest(subject))),
      },
      {
        metric: 'hit requests/s',
        unit: '1/s',
        value: median(pairs.map(({ subject }) => (subject.requests / subject.wallUs) * 1e6)),
      },
    ],
    doubts: [
      ...doubtsOfLoad(result),
      ...(result.failed === 0 ? [] : [`${result.failed} requests on a hot cache failed`]),
      ...(others === 0 ? [] : [`${others} answers on a hot cache were not 200`]),
      ...(pairs.length > 0 ? [] : ['too few requests for one turn of each']),
    ],
  };
}

function turnLength({ sizes }: Stage): number {
  return Math.max(1, Math.floor(sizes.hitRequests / turnsOfAll));
}

/** Each turn of the subject with the one of the bare framework before it. */
function pairsOf(slices: readonly Slice[]): { bare: Slice; subject: Slice }[] {
  return slices.flatMap((subject, index) => {
    const bare = slices[index - 1];
    return subject.mode === 'subject' && bare !== undefined ? [{ bare, subject }] : [];
  });
}
