import { z } from 'zod';
import { defineEvent } from '../definition.ts';
import { uuid } from '../rules.ts';

const first = { version: 1, upcasters: {}, affectsIndex: false } as const;
const indexed = { ...first, affectsIndex: true } as const;
const product = z.strictObject({ product_id: uuid });
const variant = z.strictObject({ variant_id: uuid, product_id: uuid });

export const productEvents = [
  defineEvent('product.created', { ...indexed, variant: 'ProductCreated', schema: product }),
  defineEvent('product.updated', { ...indexed, variant: 'ProductUpdated', schema: product }),
  defineEvent('product.published', { ...indexed, variant: 'ProductPublished', schema: product }),
  defineEvent('product.deleted', { ...indexed, variant: 'ProductDeleted', schema: product }),
  defineEvent('variant.created', { ...first, variant: 'VariantCreated', schema: variant }),
  defineEvent('variant.updated', { ...indexed, variant: 'VariantUpdated', schema: variant }),
  defineEvent('variant.deleted', { ...first, variant: 'VariantDeleted', schema: variant }),
] as const;
