import { type Target, openService } from '../scenarios/index.ts';
import { loadTarget } from './load-target.ts';
import { UsageError } from './usage-error.ts';

/** The target that was asked for, by module or by service file; `undefined` means the reference of each suite. */
export async function chosenTarget({
  target,
  service,
}: {
  target: string;
  service?: string | undefined;
}): Promise<Target | undefined> {
  if (service === undefined) return target === 'reference' ? undefined : loadTarget(target);
  if (target !== 'reference') throw new UsageError('--target and --service both name what to prove; give one of them');
  return openService(service);
}
