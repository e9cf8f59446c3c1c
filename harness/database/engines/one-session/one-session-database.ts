import type { Frame } from './frames.ts';

/** What a session said of itself when it came. */
export interface Guest {
  /** Unique on its server. */
  readonly number: number;
  readonly superuser: boolean;
  readonly role: string;
  /** Settings to begin with, such as `application_name`. */
  readonly settings: Readonly<Record<string, string>>;
}

/** A database that answers one session at a time; its turns are taken for it. */
export interface OneSessionDatabase extends AsyncDisposable {
  /** Told to clients as they come. */
  readonly serverVersion: string;
  /** Makes this guest's settings and role the current ones; throws, with a sentence for him, when that cannot be. */
  enter(guest: Guest): Promise<void>;
  /** Answers one message, by the messages that a server would send. */
  answer(frame: Frame, guest: Guest): Promise<Uint8Array>;
  /** The guest is gone: undoes his open transaction, forgets what was his. */
  leave(guest: Guest): Promise<void>;
}
