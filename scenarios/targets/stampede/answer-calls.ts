/** Functions of one argument that a process can be asked for. */
export type Calls<Names> = { [Name in keyof Names]: (argument: never) => unknown };

/** Asks for a call. */
export interface CallMessage {
  readonly id: number;
  readonly call: string;
  readonly argument?: unknown;
}

/** Answers one; the answer to the order is number 0. */
export interface AnswerMessage {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** What a process says when it has begun, and what it can be asked for then. */
export interface Begun<Names> {
  readonly greeting: string;
  readonly calls: Names;
}

/** The other end of `AskedProcess`: begins on the first message and answers the calls that follow. */
export function answerCalls<Names extends Calls<Names>>(begin: (order: object) => Promise<Begun<Names>>): void {
  // Whoever started this process may be gone; nobody wants it then.
  process.once('disconnect', () => process.exit());
  process.once('message', (order) => {
    void answer(0, async () => {
      const { greeting, calls } = await begin(order as object);
      process.on('message', (message) => {
        const { id, call, argument } = message as CallMessage;
        void answer(id, async () => calls[call as keyof Names](argument as never));
      });
      return greeting;
    });
  });
}

async function answer(id: number, work: () => Promise<unknown>): Promise<void> {
  const message: AnswerMessage = await work().then(
    (value) => ({ id, value }),
    (error: unknown) => ({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
  process.send?.(message);
}
