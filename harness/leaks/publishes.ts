import { type CallSite, callSite, readable } from './call-site.ts';
import type { Leak } from './leak.ts';
import { nextMoment } from './moments.ts';

interface Publish {
  readonly envelope: { readonly id: string; readonly eventType: string };
  readonly database: string | undefined;
  readonly moment: number;
  readonly site: CallSite;
  isRunning: boolean;
}

let noted: Map<string, Publish> | undefined;

/** Remembers from now on which envelopes are being published, and by whom. */
export function startNotingPublishes(): void {
  noted ??= new Map();
}

/** Forgets all of them. */
export function stopNotingPublishes(): void {
  noted = undefined;
}

/** Tells the watches that an envelope is being published on a database; the caller calls back when that has settled. */
export function notePublish(envelope: Publish['envelope'], database: string | undefined): () => void {
  if (noted === undefined) return () => undefined;
  const publish = { envelope, database, moment: nextMoment(), site: callSite(notePublish), isRunning: true };
  noted.set(envelope.id, publish);
  return () => {
    publish.isRunning = false;
  };
}

/** The publishes begun since `since` on that database that have not settled. */
export function runningPublishes(database: string | undefined, since: number): Leak[] {
  const running = [...(noted?.values() ?? [])].filter(
    (one) => one.isRunning && one.moment >= since && (one.database ?? database) === database,
  );
  return running.map(({ envelope, site }) => ({
    kind: 'unawaited-publish',
    what: `publishing ${envelope.eventType} (${envelope.id}) has not settled: its promise was not awaited`,
    stack: readable(site),
  }));
}

/** Who published the envelope, if a watched bus of this process did. */
export function publisherOf(envelopeId: string): string | undefined {
  const site = noted?.get(envelopeId)?.site;
  return site === undefined ? undefined : readable(site);
}
