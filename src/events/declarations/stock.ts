import { z } from 'zod';
import { defineEvent } from '../definition.ts';
import { currency, int32, int64, optional, uuid } from '../rules.ts';

const first = { version: 1, upcasters: {}, affectsIndex: false } as const;
const indexed = { ...first, affectsIndex: true } as const;

export const stockEvents = [
  defineEvent('inventory.updated', {
    ...indexed,
    variant: 'InventoryUpdated',
    schema: z.strictObject({
      variant_id: uuid,
      product_id: uuid,
      location_id: uuid,
      old_quantity: int32,
      new_quantity: int32,
    }),
  }),
  defineEvent('inventory.low', {
    ...first,
    variant: 'InventoryLow',
    schema: z
      .strictObject({ variant_id: uuid, product_id: uuid, remaining: int32, threshold: int32 })
      .refine((data) => data.remaining < data.threshold, { path: ['remaining'], error: 'must be below the threshold' })
      .meta({ $comment: 'remaining < threshold' }),
  }),
  defineEvent('price.updated', {
    ...indexed,
    variant: 'PriceUpdated',
    schema: z.strictObject({
      variant_id: uuid,
      product_id: uuid,
      currency,
      old_amount: optional(int64),
      new_amount: int64,
    }),
  }),
] as const;
