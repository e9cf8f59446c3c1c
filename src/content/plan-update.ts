import { isDeepStrictEqual } from 'node:util';
import { type FieldError, ValidationError } from '../errors/index.ts';
import { type LocaleChange, mergeByLocale } from './merge-by-locale.ts';
import type { NodeBody, NodeResponse, NodeTranslation } from './node-response.ts';
import { slugOfTitle } from './slug.ts';
import type { BodyPatch, ParsedUpdateInput, TranslationPatch } from './update-input.ts';

const columns = ['authorId', 'categoryId', 'position', 'depth', 'replyCount', 'metadata'] as const;

/** The columns of a node that an update may change. */
type ChangedColumns = Partial<Pick<NodeResponse, (typeof columns)[number]>>;

export interface UpdatePlan {
  readonly columns: ChangedColumns;
  readonly translations: readonly LocaleChange<NodeTranslation>[];
  readonly bodies: readonly LocaleChange<NodeBody>[];
  /** The node once the plan is written. */
  readonly next: NodeResponse;
}

/** What an update changes in a node, or undefined when it changes nothing; throws a `ValidationError` for what the node's state does not allow. */
export function planUpdate(current: NodeResponse, patch: ParsedUpdateInput, now: string): UpdatePlan | undefined {
  const unnamed = newLocalesWithoutSlug(current, patch);
  const translations = mergeByLocale(current.translations, patch.translations, patchTranslation);
  const bodies = mergeByLocale(current.bodies, patch.bodies, (locale, body, before) =>
    patchBody(locale, body, before, now),
  );
  const emptied =
    translations.entries.length === 0 ? [{ path: 'translations', message: 'must keep one translation' }] : [];
  if (unnamed.length + emptied.length > 0) throw new ValidationError('node update', [...unnamed, ...emptied]);

  const changed = changedColumns(current, patch);
  if (Object.keys(changed).length + translations.changes.length + bodies.changes.length === 0) return undefined;
  return {
    columns: changed,
    translations: translations.changes,
    bodies: bodies.changes,
    next: {
      ...current,
      ...changed,
      version: current.version + 1,
      updatedAt: now,
      translations: translations.entries,
      bodies: bodies.entries,
    },
  };
}

function changedColumns(current: NodeResponse, patch: ParsedUpdateInput): ChangedColumns {
  const changed = columns.filter((name) => patch[name] !== undefined && !isDeepStrictEqual(patch[name], current[name]));
  return Object.fromEntries(changed.map((name) => [name, patch[name]]));
}

function newLocalesWithoutSlug(current: NodeResponse, patch: ParsedUpdateInput): FieldError[] {
  const known = new Set(current.translations.map(({ locale }) => locale));
  return [...patch.translations]
    .filter(([locale, entry]) => entry !== null && !known.has(locale) && slugOf(entry) === undefined)
    .map(([locale]) => ({
      path: `translations.${locale}.slug`,
      message: 'must be given, since the title gives no slug',
    }));
}

function slugOf({ slug, title }: TranslationPatch): string | undefined {
  return slug ?? (typeof title === 'string' ? slugOfTitle(title) : undefined);
}

function patchTranslation(locale: string, patch: TranslationPatch, before?: NodeTranslation): NodeTranslation {
  if (before === undefined) {
    return { locale, title: patch.title ?? null, slug: slugOf(patch) ?? '', excerpt: patch.excerpt ?? null };
  }
  const { title = before.title, slug = before.slug, excerpt = before.excerpt } = patch;
  return { locale, title, slug, excerpt };
}

function patchBody(locale: string, patch: BodyPatch, before: NodeBody | undefined, now: string): NodeBody {
  if (before === undefined)
    return { locale, body: patch.body ?? null, format: patch.format ?? 'markdown', updatedAt: now };
  const { body = before.body, format = before.format } = patch;
  const stays = body === before.body && format === before.format;
  return stays ? before : { locale, body, format, updatedAt: now };
}
