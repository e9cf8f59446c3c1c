import type { ExploredOperation, OpenOperation } from '../../../harness/explore/index.ts';
import type { ConnectedService, JsonValue, Subject, WireAccess } from '../../contract/index.ts';
import type { Levers } from '../../levers/index.ts';
import { afterRestoring, look, lookDrained, publishedBetween } from '../observation.ts';
import { ResultWords } from './result-words.ts';

/** Something that a service does over and over from the same state. */
export interface RepeatedWork {
  readonly name: string;
  readonly input: JsonValue;
  /** Adds to the state that every run begins with. */
  readonly arrange?: () => Promise<unknown>;
  /** What is done, by the service behind the proxy. */
  readonly by: (service: ConnectedService) => Pick<OpenOperation, 'run' | 'retry'>;
}

/** The work as it can be explored: from now on, every run begins with the rows that are committed at this moment. */
export async function atRest(
  subject: Subject,
  wire: WireAccess,
  levers: Levers,
  { name, input, arrange, by }: RepeatedWork,
): Promise<ExploredOperation> {
  await subject.drain();
  const rest = await levers.restPoint();
  const origin = await look(subject);
  const words = new ResultWords([origin, input]);
  let seen = origin;
  let before = origin;
  let isObserved = true;
  // What a consumer has received stays when rows are brought back; what is read from tables goes with them.
  let stays: boolean | undefined;
  const bringBack = async () => {
    await rest.restore();
    before = stays === true ? seen : await look(subject);
    if (seen.published.length > origin.published.length) stays ??= before.published.length === seen.published.length;
  };
  const observe = async () => {
    const now = await lookDrained(subject);
    seen = now;
    isObserved = true;
    return {
      committed: now.state.map((row) => words.of(row)),
      published: publishedBetween(...afterRestoring(origin, before, now)).map((envelope) => words.of(envelope)),
    };
  };
  return {
    name,
    open: async (url) => {
      const service = await wire.connect(url);
      const { probe } = service;
      return {
        ...by(service),
        ...(probe === undefined ? {} : { probe }),
        close: async () => service[Symbol.asyncDispose](),
      };
    },
    reset: async () => {
      // What a run publishes that nobody looked at must not be laid to the next one's charge.
      if (!isObserved) await observe();
      await bringBack();
      isObserved = false;
      await arrange?.();
    },
    observe,
  };
}
