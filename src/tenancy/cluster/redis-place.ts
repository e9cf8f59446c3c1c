import { randomUUID } from 'node:crypto';
import type { Redis as RedisType } from 'ioredis';
import { DependencyError } from '../../errors/index.ts';
import type { StartTimer } from '../timers.ts';
import { withPatience } from './patience.ts';
import { askScript, giveUpScript, invalidateScript, putScript, renewScript } from './redis-scripts.ts';
import type { Asked, Claim, PlaceListener, SharedPlace } from './shared-place.ts';
import { decodeWord, encodeWord } from './word-text.ts';

/** Two connections, one of which listens. */
export interface RedisPlaceOptions {
  readonly commands: RedisType;
  readonly subscriber: RedisType;
  readonly prefix: string;
  readonly leaseMs: number;
  readonly shareMs: number;
  readonly patienceMs: number;
  readonly startTimer: StartTimer;
}

/** Claims are leases with a token, texts are keys, word goes by PUBLISH. A lease that is not renewed ends by itself. */
export class RedisPlace implements SharedPlace {
  readonly #options: RedisPlaceOptions;
  readonly #channel: string;
  readonly #me = randomUUID();
  /** By token, what gives up a lease that is held or asked for. */
  readonly #leases = new Map<string, () => Promise<void>>();
  #isClosed = false;

  constructor(options: RedisPlaceOptions, { heard, reached }: PlaceListener) {
    this.#options = options;
    this.#channel = `${options.prefix}:word`;
    const { commands, subscriber } = options;
    subscriber.on('message', (_channel, text: string) => {
      const word = decodeWord(text, this.#me);
      if (word !== undefined) heard(word);
    });
    let isSubscribed = false;
    const reachedBoth = (): void => {
      if (isSubscribed && commands.status === 'ready') reached();
    };
    subscriber.on('close', () => {
      isSubscribed = false;
    });
    subscriber.on('ready', () => {
      subscriber.subscribe(this.#channel).then(
        () => {
          isSubscribed = true;
          reachedBoth();
        },
        () => subscriber.disconnect(true),
      );
    });
    commands.on('ready', reachedBoth);
    // A loss is told by the command that it costs; unheard, it would be printed.
    for (const connection of [commands, subscriber]) connection.on('error', () => undefined);
  }

  async ask(key: string): Promise<Asked> {
    this.#throwIfClosed();
    const { commands, leaseMs } = this.#options;
    const token = randomUUID();
    // Before the answer: commands run in the order in which they are sent, so closing can give up what is still asked for.
    this.#leases.set(token, () => this.#giveUp(key, token));
    const answer = commands.eval(askScript, 2, this.#text(key), this.#lease(key), token, leaseMs);
    const asked = answer.finally(() => this.#leases.delete(token));
    const [kind, text] = (await asked) as [0 | 1 | 2, string?];
    if (kind === 1 && text !== undefined) return { kind: 'shared', text };
    this.#throwIfClosed();
    return kind === 2 ? { kind: 'claimed', claim: this.#claim(key, token) } : { kind: 'busy' };
  }

  async invalidate(keys: readonly string[]): Promise<void> {
    const names = keys.flatMap((key) => [this.#text(key), this.#lease(key)]);
    const word = encodeWord({ kind: 'changed', keys }, this.#me);
    await this.#options.commands.eval(invalidateScript, names.length, ...names, this.#channel, word);
  }

  reset(): void {
    for (const connection of [this.#options.commands, this.#options.subscriber]) connection.disconnect(true);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    const { commands, subscriber, patienceMs, startTimer } = this.#options;
    const givenUp = Promise.allSettled([...this.#leases.values()].map((giveUp) => giveUp()));
    // What Redis does not hear of in time ends by itself.
    await withPatience(givenUp, patienceMs, startTimer, 'Giving up leases').catch(() => undefined);
    for (const connection of [commands, subscriber]) connection.disconnect();
  }

  #throwIfClosed(): void {
    if (this.#isClosed) throw new DependencyError('What instances share in Redis is closed');
  }

  #claim(key: string, token: string): Claim {
    const { commands, leaseMs, shareMs } = this.#options;
    const lease = this.#lease(key);
    const stopRenewing = this.#repeat(Math.ceil(leaseMs / 3), () => {
      commands.eval(renewScript, 1, lease, token, leaseMs).catch(() => undefined);
    });
    const end = (): void => {
      stopRenewing();
      this.#leases.delete(token);
    };
    const giveUp = (): Promise<void> => {
      end();
      return this.#giveUp(key, token);
    };
    this.#leases.set(token, giveUp);
    return {
      giveUp,
      put: async (text) => {
        end();
        const word = encodeWord({ kind: 'put', key }, this.#me);
        await commands.eval(putScript, 2, this.#text(key), lease, token, text, shareMs, this.#channel, word);
      },
    };
  }

  async #giveUp(key: string, token: string): Promise<void> {
    const word = encodeWord({ kind: 'given-up', key }, this.#me);
    await this.#options.commands.eval(giveUpScript, 1, this.#lease(key), token, this.#channel, word);
  }

  #repeat(everyMs: number, action: () => void): () => void {
    let stopTimer = (): void => {};
    const begin = (): void => {
      stopTimer = this.#options.startTimer(everyMs, () => {
        action();
        begin();
      });
    };
    begin();
    return () => stopTimer();
  }

  #text(key: string): string {
    return `${this.#options.prefix}:text:${key}`;
  }

  #lease(key: string): string {
    return `${this.#options.prefix}:lease:${key}`;
  }
}
