import { randomUUID } from 'node:crypto';
import { InconclusiveError, type JsonValue, type Operation } from '../../contract/index.ts';
import type { OperationForm, SetupForm } from '../file/operation-form.ts';
import { placeholdersIn } from '../file/placeholders.ts';
import { messageOf } from '../message-of.ts';
import type { ServiceRun } from '../target/service-run.ts';
import { type CallValues, performCall } from './perform-call.ts';

/** The operations of the file, on a running service. */
export function serviceOperations(service: ServiceRun): Readonly<Record<string, Operation>> {
  return Object.fromEntries(
    Object.entries(service.file.operations).map(([name, form]) => [name, operationOf(service, name, form)] as const),
  );
}

function operationOf(service: ServiceRun, name: string, form: OperationForm): Operation {
  return {
    isRepeatable: isRepeatable(form),
    mutates: form.mutates ?? !['GET', 'HEAD', 'OPTIONS'].includes(form.request?.method ?? ''),
    prepare: () => prepare(service, name, form),
    call: async (input) => {
      try {
        return await performCall(service, form, input as CallValues);
      } catch (cause) {
        throw new Error(`${service.file.placeOf(['operations', name])}: ${messageOf(cause)}`, { cause });
      }
    },
  };
}

/** True when the caller may repeat a call whose answer was lost: it carries the same key. */
function isRepeatable(form: OperationForm): boolean {
  return placeholdersIn([form.headers, form.body, form.request, form.command]).includes('idempotencyKey');
}

async function prepare(service: ServiceRun, name: string, { setup }: OperationForm): Promise<JsonValue> {
  await service.start();
  const values: Record<string, JsonValue> = { uuid: randomUUID(), idempotencyKey: randomUUID() };
  for (const [index, step] of setup.entries()) {
    try {
      const answer = await performCall(service, step, { ...values, idempotencyKey: randomUUID() });
      Object.assign(values, captured(step, answer));
    } catch (cause) {
      const place = service.file.placeOf(['operations', name, 'setup', index]);
      throw new InconclusiveError(`${place}: the setup of ${name} failed: ${messageOf(cause)}`, { cause });
    }
  }
  return values;
}

function captured({ capture }: SetupForm, answer: string): CallValues {
  return Object.fromEntries(
    Object.entries(capture).map(([name, path]) => {
      let value: unknown = JSON.parse(answer);
      for (const step of path.split('.'))
        value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
      if (value === undefined) throw new Error(`its answer has no ${path}: ${answer}`);
      return [name, value as JsonValue] as const;
    }),
  );
}
