import { isConnectionSetup } from '../../../harness/explore/index.ts';
import { startProxy } from '../../../harness/wire/index.ts';
import { ObligationError, type Subject, type WireAccess } from '../../contract/index.ts';
import { mutatingOperations } from '../mutating-operations.ts';
import { settlement } from '../settle.ts';

/** How many statements each mutating operation sends when nothing goes wrong. */
export async function countStatements(subject: Subject, wire: WireAccess): Promise<Map<string, number>> {
  await using proxy = await startProxy({ upstream: wire.url });
  await using service = await wire.connect(proxy.urlFor(wire.url));
  const counts = new Map<string, number>();
  for (const [name, operation] of mutatingOperations(subject)) {
    const input = await operation.prepare();
    await proxy.reset();
    const end = await settlement(subject, Promise.resolve(service.operations[name]?.call(input)));
    if (end.kind !== 'resolved') throw new ObligationError(`${name} does not succeed, with no fault placed`);
    counts.set(name, proxy.statements.filter(({ text }) => !isConnectionSetup(text)).length);
  }
  return counts;
}
