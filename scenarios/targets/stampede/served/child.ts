import { RequestGate } from '../../../../harness/load/index.ts';
import { openDatabase } from '../../../../src/database/index.ts';
import { createApplication } from '../../../../src/http/index.ts';
import { createServices } from '../../../../src/index.ts';
import { stampedeTargets } from '../index.ts';
import { startLookup } from '../running-lookup.ts';
import type { AnswerMessage, CallMessage, ServeOrder, ServedCalls } from './order.ts';

// Whoever started this process may be gone; nobody wants it then.
process.once('disconnect', () => process.exit());
process.once('message', (order) => {
  void start(order as ServeOrder);
});

async function start(order: ServeOrder): Promise<void> {
  try {
    const { address, calls } = await serve(order);
    process.on('message', (message) => answer(calls, message as CallMessage));
    send({ id: 0, value: address });
  } catch (error) {
    send({ id: 0, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

async function serve({ databaseUrl, deadlineMs, tokenSecret, target }: ServeOrder) {
  const { mistake = {} } = stampedeTargets.find(({ name }) => name === target) ?? {};
  const database = await openDatabase({ url: databaseUrl, deadlineMs });
  const lookup = startLookup(database, mistake);
  const services = await createServices({ database, resolver: lookup.resolver });
  const application = createApplication({ services, tokens: { secret: tokenSecret } });
  const address = await application.listen();
  const gate = new RequestGate(application.server.server);
  const calls: ServedCalls = {
    entered: () => lookup.entered(),
    arrived: () => gate.arrived,
    abandoned: () => gate.abandoned,
    closeGate: () => gate.close(),
    openGate: () => gate.open(),
    invalidate: (tenant) => lookup.invalidate(tenant),
    advanceClock: (byMs) => lookup.advanceClock(byMs),
  };
  return { address, calls };
}

function answer(calls: ServedCalls, { id, call, argument }: CallMessage): void {
  try {
    send({ id, value: (calls[call] as (argument: unknown) => unknown)(argument) });
  } catch (error) {
    send({ id, error: String(error) });
  }
}

function send(message: AnswerMessage): void {
  process.send?.(message);
}
