import { fileURLToPath } from 'node:url';
import type { LookedUpTenant, TenantInstance, TenantQuestion, ToldCrowd } from '../../../contract/index.ts';
import { AskedProcess } from '../asked-process.ts';
import type { InstanceCalls, InstanceOrder } from './order.ts';

const childPath = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './instance-child.ts' : './instance-child.js', import.meta.url),
);

/** An instance in a process of its own. */
export class InstanceProcess implements TenantInstance, AsyncDisposable {
  readonly #process: AskedProcess<InstanceCalls>;

  private constructor(process: AskedProcess<InstanceCalls>) {
    this.#process = process;
  }

  static async start(order: InstanceOrder): Promise<InstanceProcess> {
    const { process } = await AskedProcess.start<InstanceCalls>(childPath, order);
    return new InstanceProcess(process);
  }

  entered(): Promise<number> {
    return this.#process.call('entered');
  }

  waited(): Promise<number> {
    return this.#process.call('waited');
  }

  invalidate(tenant: LookedUpTenant): Promise<void> {
    return this.#process.call('invalidate', tenant);
  }

  crowd(question: TenantQuestion, callers: number, name?: string): Promise<ToldCrowd> {
    return this.#process.call('crowd', { question, callers, name });
  }

  kill(): Promise<void> {
    return this.#process[Symbol.asyncDispose]();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}
