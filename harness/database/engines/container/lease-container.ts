import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DependencyError } from '../../../../src/errors/index.ts';
import { type ContainerWish, containerName, findContainers, keeperFolder, removeAbandoned } from './kept-container.ts';
import { type Lease, askForLease } from './lease.ts';
import type { KeeperOrder } from './start-container.ts';

const keeperFile = new URL(
  import.meta.url.endsWith('.ts') ? './keeper-child.ts' : './keeper-child.js',
  import.meta.url,
);
/** Between two looks at a container that is just being removed, or whose keeper is just beginning to listen. */
const lookAgainMs = 50;

/** A share in the container of that wish: in the one that is there, else in a new one. Processes that ask at once get the same. */
export async function leaseContainer(wish: ContainerWish, deadlineMs: number): Promise<Lease> {
  const giveUpAt = performance.now() + deadlineMs;
  const name = containerName(wish);
  while (performance.now() < giveUpAt) {
    const remainingMs = Math.ceil(giveUpAt - performance.now());
    const [present] = await findContainers(name);
    const lease =
      present === undefined ? await launchKeeper(wish, remainingMs) : await askForLease(present.keeper, remainingMs);
    if (lease !== undefined) return lease;
    // Its keeper was killed: nobody else will remove it.
    if (present !== undefined) await removeAbandoned(present);
    await pause(lookAgainMs);
  }
  throw new DependencyError(`No container of ${wish.image} was ready within ${deadlineMs} ms.`, {
    code: 'CONTAINER_START_FAILED',
  });
}

/** Undefined when another keeper was faster. */
async function launchKeeper(wish: ContainerWish, deadlineMs: number): Promise<Lease | undefined> {
  const order: KeeperOrder = { wish, socket: join(mkdtempSync(join(tmpdir(), keeperFolder)), 's'), deadlineMs };
  const keeper = spawn(process.execPath, [fileURLToPath(keeperFile), JSON.stringify(order)], {
    detached: true,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await Promise.race([once(keeper.stdout, 'data'), once(keeper, 'exit')]);
  keeper.stdout.destroy();
  keeper.unref();
  return askForLease(order.socket, deadlineMs);
}
