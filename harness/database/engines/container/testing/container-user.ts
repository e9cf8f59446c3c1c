import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ServerAddress } from '../../../server-address.ts';

/** Another process that uses a container until it is killed. */
export interface ContainerUser extends Disposable {
  readonly process: ChildProcess;
  readonly address: ServerAddress;
}

const engine = new URL('../container.ts', import.meta.url).href;

/** Starts a process that takes a share in the container with these settings, and says where it is. */
export async function startContainerUser(settings: Readonly<Record<string, string>>): Promise<ContainerUser> {
  const script = `
    const { containerEngine } = await import(${JSON.stringify(engine)});
    const server = await containerEngine.start({ settings: ${JSON.stringify(settings)} });
    console.log(JSON.stringify(server.address));
    setInterval(() => undefined, 60_000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('It ended before its container was there.'))),
  ])) as [string];
  return {
    process: child,
    address: JSON.parse(line) as ServerAddress,
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}
