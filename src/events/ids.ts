import { v7 } from 'uuid';

/** Where ids come from. */
export interface IdSource {
  next(): string;
}

/** UUID version 7; each id of this process sorts after the one before, also within a millisecond and when the clock steps back. */
export const uuidV7Ids: IdSource = { next: () => v7() };
