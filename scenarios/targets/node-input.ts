import { randomUUID } from 'node:crypto';
import type { CreateNodeInput, UpdateNodeInput } from '../../src/content/index.ts';

/** Two locales, so that an update has one to change and one to remove. */
export function newNode(): CreateNodeInput {
  const slug = `node-${randomUUID()}`;
  return {
    kind: 'page',
    translations: [
      { locale: 'en', title: 'A node', slug },
      { locale: 'de', title: 'Ein Knoten', slug },
    ],
    bodies: [
      { locale: 'en', body: 'text' },
      { locale: 'de', body: 'Text' },
    ],
  };
}

/** One locale is changed, one removed, one added; the slug is nobody else's. */
export function changeOf(id: string): UpdateNodeInput {
  return {
    position: 7,
    translations: { en: { title: 'Changed' }, de: null, fr: { title: 'Ajouté', slug: `ajoute-${id}` } },
    bodies: { en: { body: 'changed' }, de: null, fr: { body: 'ajouté' } },
  };
}
