import type { DomainEvent } from '../events/index.ts';
import type { NodeResponse } from './node-response.ts';
import type { Transition } from './transitions.ts';
import type { UpdatePlan } from './plan-update.ts';

/** What a creation, or a restoration, publishes. */
export function nodeCreated({ id, kind, authorId }: NodeResponse): DomainEvent {
  return { type: 'NodeCreated', data: { node_id: id, kind, author_id: authorId } };
}

function nodeUpdated({ id, kind }: NodeResponse): DomainEvent {
  return { type: 'NodeUpdated', data: { node_id: id, kind } };
}

export function nodePublished({ id, kind }: NodeResponse): DomainEvent {
  return { type: 'NodePublished', data: { node_id: id, kind } };
}

export function nodeDeleted({ id, kind }: NodeResponse): DomainEvent {
  return { type: 'NodeDeleted', data: { node_id: id, kind } };
}

/** NodeUpdated, then one event for each changed locale: translations first, each sorted by locale. */
export function eventsOfUpdate({ next, translations, bodies }: UpdatePlan): DomainEvent[] {
  return [
    nodeUpdated(next),
    ...translations.map(({ locale }) => ({
      type: 'NodeTranslationUpdated' as const,
      data: { node_id: next.id, locale },
    })),
    ...bodies.map(({ locale }) => ({ type: 'BodyUpdated' as const, data: { node_id: next.id, locale } })),
  ];
}

const namedBy: Readonly<Record<Transition, ((node: NodeResponse) => DomainEvent)[]>> = {
  publish: [nodePublished],
  unpublish: [({ id, kind }) => ({ type: 'NodeUnpublished', data: { node_id: id, kind } })],
  archive: [],
  unarchive: [],
};

/** NodeUpdated, and the event that the transition is named by, if there is one. */
export function eventsOfTransition(node: NodeResponse, transition: Transition): DomainEvent[] {
  return [nodeUpdated, ...namedBy[transition]].map((eventOf) => eventOf(node));
}
