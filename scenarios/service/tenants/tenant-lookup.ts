import { randomUUID } from 'node:crypto';
import type { AdminConnection } from '../../../harness/counting/index.ts';
import { InconclusiveError, type LookedUpTenant, type TenantLookupSubject } from '../../contract/index.ts';
import { ConfigurationError } from '../../configuration/index.ts';
import { fillText } from '../file/placeholders.ts';
import type { ServiceFile } from '../file/service-file.ts';
import { messageOf } from '../message-of.ts';
import { performCall } from '../operations/perform-call.ts';
import type { ServiceRun } from '../target/service-run.ts';
import { isAtRest } from './process-rest.ts';
import type { ConnectionGate } from './connection-gate.ts';

/** The look-up of tenants that the file describes, with a gate before the service. */
export function tenantLookup(service: ServiceRun, gate: ConnectionGate, admin: AdminConnection): TenantLookupSubject {
  const { file } = service;
  const { table, insert, deactivate, request, headers, invalidate } = tenantsOf(file);
  let taken = 0;
  // What was handed over before it was at rest has been taken in.
  const entered = async () => {
    const handed = gate.entered;
    if (handed > taken && (await isAtRest(service.process?.pid ?? 0, await service.port()))) taken = handed;
    return taken;
  };
  return {
    table,
    absentTenant: newTenant,
    insertTenant: async ({ isActive = true, ...given } = {}) => {
      const tenant = { ...newTenant(), ...given };
      await run(admin, file, 'insert', fillText(insert, { ...tenant, isActive }));
      return tenant;
    },
    deactivateTenant: (tenant) => run(admin, file, 'deactivate', fillText(deactivate ?? '', { ...tenant })),
    served: async () => ({
      routes: [
        {
          name: `${request.method} ${request.path}`,
          requestFor: async (tenant) => ({
            url: gate.url + fillText(request.path, { ...tenant }),
            headers: Object.fromEntries(
              Object.entries(headers).map(([name, value]) => [name.toLowerCase(), fillText(value, { ...tenant })]),
            ),
          }),
        },
      ],
      arrived: async () => gate.arrived,
      entered,
      abandoned: async () => gate.abandoned,
      closeGate: async () => gate.close(),
      openGate: async () => gate.open(),
      invalidate: async (tenant) => {
        if (invalidate === undefined) throw new InconclusiveError('the service file says nothing of invalidation');
        await performCall(service, invalidate, { ...tenant });
      },
    }),
  };
}

function tenantsOf({ tenants }: ServiceFile): NonNullable<ServiceFile['tenants']> {
  if (tenants === undefined) throw new Error('unreachable: asked for the tenants of a file that has none');
  return tenants;
}

async function run(admin: AdminConnection, file: ServiceFile, key: 'insert' | 'deactivate', sql: string) {
  try {
    await admin.query(sql);
  } catch (cause) {
    const place = file.placeOf(['tenants', key]);
    throw new ConfigurationError([{ path: place, message: `tenants.${key}: ${messageOf(cause)}` }], { cause });
  }
}

function newTenant(): LookedUpTenant {
  return { id: randomUUID(), slug: `tenant-${randomUUID()}`, domain: null, name: `name-${randomUUID()}` };
}
