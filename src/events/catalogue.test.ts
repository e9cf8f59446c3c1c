import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalogue, catalogueOf } from './catalogue.ts';
import { defineEvent } from './definition.ts';

/** The specification's table, by hand: variant, type, keys (`?` optional); `*` affects the index. */
const specified = `
NodeCreated* node.created node_id kind author_id?
NodeUpdated* node.updated node_id kind
NodeTranslationUpdated* node.translation.updated node_id locale
NodePublished* node.published node_id kind
NodeUnpublished* node.unpublished node_id kind
NodeDeleted* node.deleted node_id kind
BodyUpdated* body.updated node_id locale
CategoryCreated category.created category_id
CategoryUpdated category.updated category_id
CategoryDeleted category.deleted category_id
TagCreated tag.created tag_id
TagAttached* tag.attached tag_id target_type target_id
TagDetached* tag.detached tag_id target_type target_id
MediaUploaded media.uploaded media_id mime_type size
MediaDeleted media.deleted media_id
UserRegistered user.registered user_id email
UserLoggedIn user.logged_in user_id
UserUpdated user.updated user_id
UserDeleted user.deleted user_id
ProductCreated* product.created product_id
ProductUpdated* product.updated product_id
ProductPublished* product.published product_id
ProductDeleted* product.deleted product_id
VariantCreated variant.created variant_id product_id
VariantUpdated* variant.updated variant_id product_id
VariantDeleted variant.deleted variant_id product_id
InventoryUpdated* inventory.updated variant_id product_id location_id old_quantity new_quantity
InventoryLow inventory.low variant_id product_id remaining threshold
PriceUpdated* price.updated variant_id product_id currency old_amount? new_amount
OrderPlaced order.placed order_id customer_id? total currency
OrderStatusChanged order.status_changed order_id old_status new_status
OrderCompleted order.completed order_id
OrderCancelled order.cancelled order_id reason?
ReindexRequested index.reindex_requested target_type target_id?
IndexUpdated index.updated index_name target_id
TenantCreated tenant.created tenant_id
TenantUpdated tenant.updated tenant_id
LocaleEnabled locale.enabled tenant_id locale
LocaleDisabled locale.disabled tenant_id locale`
  .trim()
  .split('\n');

describe('the catalogue', () => {
  it('declares what the specification lists, in its keys, its versions and its effect on the index', () => {
    const declared = catalogue.definitions.map(({ variant, type, version, affectsIndex, schema }) => {
      const keys = Object.entries(schema.shape).map(
        ([key, field]) => `${key}${field.safeParse(null).success ? '?' : ''}`,
      );
      expect(version).toBe(1);
      return `${variant}${affectsIndex ? '*' : ''} ${type} ${keys.join(' ')}`;
    });
    expect(declared).toHaveLength(39);
    expect(declared.toSorted()).toEqual(specified.toSorted());
  });

  it('finds a definition by its type and by its variant', () => {
    expect(catalogue.ofType('user.logged_in')).toBe(catalogue.ofVariant('UserLoggedIn'));
    expect(catalogue.ofType('user.logged_in')?.variant).toBe('UserLoggedIn');
    expect(catalogue.ofType('UserLoggedIn')).toBeUndefined();
    expect(catalogue.ofVariant('constructor')).toBeUndefined();
  });
});

describe('a declaration', () => {
  const details = { variant: 'Tested', version: 1, schema: z.strictObject({}), upcasters: {}, affectsIndex: false };

  it.each([
    ['type', 'nodots', details],
    ['type', 'Upper.case', details],
    ['variant', 'a.b', { ...details, variant: 'camelCase' }],
    ['version', 'a.b', { ...details, version: 0 }],
    ['version', 'a.b', { ...details, version: 32_768 }],
    ['version', 'a.b', { ...details, version: 1.5 }],
  ])('with an impossible %s is refused (%s)', (field, type, given) => {
    expect(() => defineEvent(type, given)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED', fields: [expect.objectContaining({ path: field })] }),
    );
  });

  it.each([
    ['type', defineEvent('a.b', { ...details, variant: 'Other' })],
    ['variant', defineEvent('a.c', details)],
  ])('that shares its %s with another makes no catalogue', (_, other) => {
    expect(() => catalogueOf([defineEvent('a.b', details), other])).toThrow('the event catalogue is not valid: a.b');
  });
});
