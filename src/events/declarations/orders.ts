import { z } from 'zod';
import { defineEvent } from '../definition.ts';
import { currency, int64, optional, reason, status, uuid } from '../rules.ts';

const first = { version: 1, upcasters: {}, affectsIndex: false } as const;

export const orderEvents = [
  defineEvent('order.placed', {
    ...first,
    variant: 'OrderPlaced',
    schema: z.strictObject({ order_id: uuid, customer_id: optional(uuid), total: int64, currency }),
  }),
  defineEvent('order.status_changed', {
    ...first,
    variant: 'OrderStatusChanged',
    schema: z
      .strictObject({ order_id: uuid, old_status: status, new_status: status })
      .refine((data) => data.old_status !== data.new_status, {
        path: ['new_status'],
        error: 'must differ from old_status',
      })
      .meta({ $comment: 'old_status ≠ new_status' }),
  }),
  defineEvent('order.completed', { ...first, variant: 'OrderCompleted', schema: z.strictObject({ order_id: uuid }) }),
  defineEvent('order.cancelled', {
    ...first,
    variant: 'OrderCancelled',
    schema: z.strictObject({ order_id: uuid, reason: optional(reason) }),
  }),
] as const;
