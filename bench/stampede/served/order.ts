/** What a serving process is told first. */
export interface ServeOrder {
  readonly databaseUrl: string;
  /** The subject by its name, or a module's path. */
  readonly subject: string;
  readonly ttlMs: number;
  /** Added to every load. */
  readonly loadDelayMs?: number;
  readonly deadlineMs: number;
  /** The tenant that the bare framework answers with. */
  readonly slug: string;
}

/** Which application answers: the framework alone, or the same with the look-up before the route. */
export type Mode = 'bare' | 'subject';

/** Requests that one application answered in one go, and the processor time that the process used meanwhile. */
export interface Slice {
  readonly mode: Mode;
  readonly cpuUs: number;
  readonly wallUs: number;
  readonly requests: number;
}

/** What happened at the server during a burst. */
export interface BurstAtServer {
  /** On the monotonic clock of the machine. */
  readonly arrivedAtMs: readonly number[];
  readonly cpuUs: number;
}

/** What it can be asked for, then. */
export interface ServedCalls {
  /** Answers from now on with this application, and notes when requests arrive. */
  beginBurst(mode: Mode): void;
  arrived(): number;
  answered(): number;
  endBurst(): BurstAtServer;
  /** Keeps requests before the application, until they are let in. */
  closeGate(): void;
  openGate(): void;
  /** Answers with the two applications in turns of so many requests, and takes the processor time of each turn. */
  beginTurns(requestsPerTurn: number): void;
  endTurns(): readonly Slice[];
  /** Nanoseconds of one awaited hit; the call that the hook makes. */
  hitNanoseconds(): Promise<number>;
}

export interface CallMessage {
  readonly id: number;
  readonly call: keyof ServedCalls;
  readonly argument?: unknown;
}

/** Answers a call; the answer to the order is number 0 and holds the address. */
export interface AnswerMessage {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { readonly message: string; readonly code?: string };
}
