/** Something that happens at a subject and that no statement shows. */
export interface Activity {
  /** `relay`: a step of whatever delivers events · `http`: a request or its answer. */
  readonly kind: 'relay' | 'http';
  /** Who: `relay`, `consumer`, `caller`, `service`. */
  readonly who: string;
  readonly text: string;
  /** A statement, a body, a reason: in smaller print. */
  readonly note?: string;
}

/** Hears what happens, as it happens. */
export type ActivityListener = (activity: Activity) => void;

/** Passes what happens at one subject on to whoever watches it; nobody does, as a rule. */
export class Activities {
  readonly #listeners = new Set<ActivityListener>();

  tell(activity: Activity): void {
    for (const listener of this.#listeners) listener(activity);
  }

  /** Until the returned function is called. */
  readonly listen = (listener: ActivityListener): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
}
