import { z } from 'zod';
import { defineEvent } from '../definition.ts';
import { locale, name, optional, uuid } from '../rules.ts';

const first = { version: 1, upcasters: {}, affectsIndex: false } as const;
const tenant = z.strictObject({ tenant_id: uuid });
const tenantLocale = z.strictObject({ tenant_id: uuid, locale });

export const platformEvents = [
  defineEvent('index.reindex_requested', {
    ...first,
    variant: 'ReindexRequested',
    schema: z.strictObject({ target_type: name, target_id: optional(uuid) }),
  }),
  defineEvent('index.updated', {
    ...first,
    variant: 'IndexUpdated',
    schema: z.strictObject({ index_name: name, target_id: uuid }),
  }),
  defineEvent('tenant.created', { ...first, variant: 'TenantCreated', schema: tenant }),
  defineEvent('tenant.updated', { ...first, variant: 'TenantUpdated', schema: tenant }),
  defineEvent('locale.enabled', { ...first, variant: 'LocaleEnabled', schema: tenantLocale }),
  defineEvent('locale.disabled', { ...first, variant: 'LocaleDisabled', schema: tenantLocale }),
] as const;
