import { LoadError, type LoadResult, sendLoad, sendRequest } from '../../harness/load/index.ts';
import { isRustokError } from '../../src/errors/index.ts';
import {
  InconclusiveError,
  type LookedUpTenant,
  type ServedTenantLookup,
  type TenantRoute,
} from '../contract/index.ts';
import type { Answers } from './answers.ts';
import type { Entrance, Expectation } from './entrance.ts';
import { answerPatienceMs, untilReached } from './patience.ts';

/** Connecting a thousand clients is not the service's time. */
const connectPatienceMs = 15_000;

/** Callers of one route, in a process of their own: the gate lets nobody enter before all of them have arrived. */
export function servedEntrance(lookup: ServedTenantLookup, route: TenantRoute, deadlineMs: number): Entrance {
  const patienceMs = answerPatienceMs(deadlineMs);
  return {
    name: route.name,
    lookup,
    rush: async (tenant, callers, { name }: Expectation = {}) => {
      const request = await route.requestFor(tenant);
      const before = await lookup.arrived();
      await lookup.closeGate();
      const load = sendLoad({
        ...request,
        connections: callers,
        deadlineMs: connectPatienceMs + patienceMs,
        ...(name === undefined ? {} : { expectInBody: name }),
      });
      try {
        await untilReached({
          count: async () => (await lookup.arrived()) - before,
          wanted: callers,
          what: `requests arrived at ${route.name}`,
          withinMs: connectPatienceMs,
          orUntil: load,
        });
      } finally {
        await lookup.openGate();
      }
      return fromLoad(await load.catch(withoutVerdict));
    },
    askOnce: (tenant, expectation) => askOnce(route, tenant, patienceMs, expectation),
    visit: async (tenant) => {
      const before = await lookup.abandoned();
      const request = sendRequest(await route.requestFor(tenant));
      request.answer.catch(() => undefined);
      return {
        leave: async () => {
          request.abandon();
          await untilReached({
            count: async () => (await lookup.abandoned()) - before,
            wanted: 1,
            what: 'departures were noticed',
            withinMs: patienceMs,
          });
        },
      };
    },
  };
}

async function askOnce(
  route: TenantRoute,
  tenant: LookedUpTenant,
  patienceMs: number,
  { name }: Expectation = {},
): Promise<Answers> {
  const request = sendRequest(await route.requestFor(tenant));
  const patience = setTimeout(() => request.abandon(), patienceMs);
  try {
    const { status, body } = await request.answer;
    const isNamed = name === undefined || body.includes(name);
    return {
      asked: 1,
      statuses: { [status]: 1 },
      samples: { [status]: body },
      unanswered: {},
      misnamed: isNamed ? 0 : 1,
      ...(isNamed ? {} : { misnamedSample: body }),
      doubts: [],
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { asked: 1, statuses: {}, samples: {}, unanswered: { [why]: 1 }, misnamed: 0, doubts: [] };
  } finally {
    clearTimeout(patience);
  }
}

/** A load that could not be made says nothing about the service. */
function withoutVerdict(error: unknown): never {
  throw error instanceof LoadError || isRustokError(error, 'MISSING_PEER')
    ? new InconclusiveError(error.message, { cause: error })
    : error;
}

function fromLoad({ sent, statuses, samples, failures, mismatches, mismatch, doubts }: LoadResult): Answers {
  return {
    asked: sent,
    statuses,
    samples,
    unanswered: failures,
    misnamed: mismatches,
    ...(mismatch === undefined ? {} : { misnamedSample: mismatch }),
    doubts,
  };
}
