import { createHash } from 'node:crypto';
import { readlinkSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { askDocker } from './docker.ts';

/** What a container is started with; processes that want the same share one. */
export interface ContainerWish {
  readonly image: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly inMemory: boolean;
}

/** A container of ours, and the socket of the process that keeps it. */
export interface KeptContainer {
  readonly id: string;
  readonly keeper: string;
}

/** The label with the socket of the keeper: who does not find it answering may remove the container. */
export const keeperLabel = 'rustok-testkit.keeper';
/** The label that says whose containers these are: of one user, in one file system, on one machine. */
export const scopeLabel = 'rustok-testkit.scope';

/** How the folders of keepers' sockets begin. */
export const keeperFolder = 'rustok-keeper-';

/** Processes with the same scope see each other's sockets; containers of any other scope are not ours to judge. */
export function ownScope(): string {
  const parts = [hostname(), process.geteuid?.() ?? 0, mountNamespace()];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}

/** The container's name is the lock: the daemon lets one process create it, whoever asks. */
export function containerName(wish: ContainerWish): string {
  const hash = createHash('sha256').update(JSON.stringify(wish)).digest('hex').slice(0, 12);
  return `rustok-testkit-${ownScope()}-${hash}`;
}

const listed = z.array(
  z.object({ Id: z.string(), Names: z.array(z.string()), Labels: z.record(z.string(), z.string()) }),
);

/** The containers of our scope, running or not; `name` narrows it to one. */
export async function findContainers(name?: string): Promise<KeptContainer[]> {
  const filters = JSON.stringify({ label: [`${scopeLabel}=${ownScope()}`] });
  const { status, body } = await askDocker('GET', `/containers/json?all=1&filters=${encodeURIComponent(filters)}`);
  if (status !== 200) throw new Error(`Docker answered ${status} when it was asked for its containers: ${body}`);
  return listed
    .parse(JSON.parse(body))
    .filter(({ Names }) => name === undefined || Names.includes(`/${name}`))
    .map(({ Id, Labels }) => ({ id: Id, keeper: Labels[keeperLabel] ?? '' }));
}

/** Removes a container whose keeper is gone, by its id, which no other one will ever have; fine when it is gone already. */
export async function removeAbandoned({ id, keeper }: KeptContainer): Promise<void> {
  const { status, body } = await askDocker('DELETE', `/containers/${id}?force=1&v=1`);
  const isGone = status < 300 || status === 404 || status === 409;
  if (!isGone) throw new Error(`Docker answered ${status} when it was asked to remove the container ${id}: ${body}`);
  if (basename(dirname(keeper)).startsWith(keeperFolder)) rmSync(dirname(keeper), { recursive: true, force: true });
}

function mountNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/mnt');
  } catch {
    return '';
  }
}
