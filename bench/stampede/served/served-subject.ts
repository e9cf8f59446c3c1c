import { createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Turnstile, monotonicMs } from '../../../harness/load/index.ts';
import { SequelizeTenantLoader, type TenantLoader, openDatabase } from '../../../src/index.ts';
import { type LookUp, subjectNamed } from '../subjects/index.ts';
import { bareApplication, lookUpApplication } from './applications.ts';
import type { Mode, ServeOrder, ServedCalls } from './order.ts';
import { Turns } from './turns.ts';

/** Serves the framework alone and the subject behind one socket. */
export async function serveSubject(order: ServeOrder): Promise<{ address: string; calls: ServedCalls }> {
  const database = await openDatabase({ url: order.databaseUrl, deadlineMs: order.deadlineMs, pool: { max: 5 } });
  const loader = slowedLoader(new SequelizeTenantLoader({ database }), order.loadDelayMs ?? 0);
  const tenant = await loader.load({ kind: 'slug', value: order.slug }, new AbortController().signal);
  if (tenant === null) throw new Error(`there is no tenant ${order.slug}`);
  const lookUp = await subjectNamed(order.subject).open({ loader, ttlMs: order.ttlMs, capacity: 10_000 });
  const applications = { bare: await bareApplication(tenant), subject: await lookUpApplication(lookUp) };
  const gate = new Turnstile();
  let mode: Mode = 'subject';
  let turns: Turns | undefined;
  let arrivedAtMs: number[] = [];
  let answered = 0;
  let usage = process.cpuUsage();
  const server = createServer((request, response) => {
    if (turns !== undefined) {
      applications[turns.next()].routing(request, response);
      return;
    }
    arrivedAtMs.push(monotonicMs());
    response.once('finish', () => {
      answered += 1;
    });
    gate.arrive(() => applications[mode].routing(request, response));
  });
  server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 });
  await once(server, 'listening');
  const address = server.address();
  return {
    address: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/tenant`,
    calls: {
      beginBurst: (wanted) => {
        mode = wanted;
        arrivedAtMs = [];
        answered = 0;
        usage = process.cpuUsage();
      },
      arrived: () => arrivedAtMs.length,
      answered: () => answered,
      endBurst: () => {
        const { user, system } = process.cpuUsage(usage);
        return { arrivedAtMs, cpuUs: user + system };
      },
      closeGate: () => gate.close(),
      openGate: () => gate.open(),
      beginTurns: (requestsPerTurn) => {
        turns = new Turns(requestsPerTurn);
      },
      endTurns: () => {
        const slices = turns?.slices ?? [];
        turns = undefined;
        return slices;
      },
      hitNanoseconds: () => measureHit(lookUp, order.slug),
    },
  };
}

function slowedLoader(loader: TenantLoader, delayMs: number): TenantLoader {
  if (delayMs === 0) return loader;
  return {
    load: async (identifier, signal) => {
      await delay(delayMs);
      return await loader.load(identifier, signal);
    },
  };
}

/** Loaded late: nothing else needs the library that takes the time. */
async function measureHit(lookUp: LookUp, slug: string): Promise<number> {
  const { hitNanoseconds } = await import('./hit-nanoseconds.ts');
  return await hitNanoseconds(lookUp, slug);
}
