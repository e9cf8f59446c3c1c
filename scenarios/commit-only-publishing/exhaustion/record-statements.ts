import { watchSetup } from '../../../harness/explore/index.ts';
import { startProxy } from '../../../harness/wire/index.ts';
import { ObligationError, type Subject, type WireAccess } from '../../contract/index.ts';
import { mutatingOperations } from '../mutating-operations.ts';
import { settlement } from '../settle.ts';
import { failedBeforeAnyFault } from '../undisturbed.ts';

/** What each mutating operation says when nothing goes wrong; `own` learns what reads like connection set-up and is not. */
export async function recordStatements(
  subject: Subject,
  wire: WireAccess,
  own: Set<string>,
): Promise<Map<string, readonly string[]>> {
  await using proxy = await startProxy({ upstream: wire.url });
  const setup = watchSetup(proxy, own);
  await using service = await wire.connect(proxy.urlFor(wire.url));
  const recorded = new Map<string, readonly string[]>();
  for (const [name, operation] of mutatingOperations(subject)) {
    const input = await operation.prepare();
    await proxy.reset();
    const end = await settlement(subject, Promise.resolve(service.operations[name]?.call(input)));
    if (end.kind === 'rejected') throw failedBeforeAnyFault(name, end.error);
    if (end.kind === 'stuck')
      throw new ObligationError(`stuck: ${name}: unsettled after ${end.afterMs} ms, with no fault placed`);
    const said = proxy.statements.filter((statement) => !setup.includes(statement));
    recorded.set(
      name,
      said.map(({ text }) => text),
    );
  }
  return recorded;
}
