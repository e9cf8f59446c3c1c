import { RequestGate } from '../../../../harness/load/index.ts';
import { openDatabase } from '../../../../src/database/index.ts';
import { createApplication } from '../../../../src/http/index.ts';
import { createServices } from '../../../../src/index.ts';
import { answerCalls } from '../answer-calls.ts';
import { mistakeOf } from '../index.ts';
import { startLookup } from '../running-lookup.ts';
import type { ServeOrder, ServedCalls } from './order.ts';

answerCalls<ServedCalls>(async (order) => {
  const { databaseUrl, deadlineMs, tokenSecret, target } = order as ServeOrder;
  const database = await openDatabase({ url: databaseUrl, deadlineMs });
  const lookup = startLookup(database, mistakeOf(target));
  const services = await createServices({ database, resolver: lookup.resolver });
  const application = createApplication({ services, tokens: { secret: tokenSecret } });
  const address = await application.listen();
  const gate = new RequestGate(application.server.server);
  return {
    greeting: address,
    calls: {
      entered: () => lookup.entered(),
      arrived: () => gate.arrived,
      abandoned: () => gate.abandoned,
      closeGate: () => gate.close(),
      openGate: () => gate.open(),
      invalidate: (tenant) => lookup.invalidate(tenant),
      advanceClock: (byMs) => lookup.advanceClock(byMs),
    },
  };
});
