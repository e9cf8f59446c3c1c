import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slugOfTitle, slugSchema } from './slug.ts';

describe('slugOfTitle', () => {
  it.each([
    ['Hello World', 'hello-world'],
    ['Привет, мир', 'privet-mir'],
    ['Straße', 'strasse'],
  ])('makes of %j the slug %j', (title, slug) => {
    expect(slugOfTitle(title)).toBe(slug);
  });

  it('is undefined when nothing is left', () => {
    expect(slugOfTitle('日本語')).toBeUndefined();
    expect(slugOfTitle('💥 !')).toBeUndefined();
  });

  it('cuts to 255 characters without a hyphen at the end', () => {
    expect(slugOfTitle(`${'a'.repeat(254)} b`)).toBe('a'.repeat(254));
    expect(slugOfTitle('щ'.repeat(255))).toHaveLength(255);
  });

  it('gives a valid slug or none, whatever the title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 255 }), (title) => {
        const slug = slugOfTitle(title);
        expect(slug === undefined || slugSchema.safeParse(slug).success).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
