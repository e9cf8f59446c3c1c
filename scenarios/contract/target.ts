import type { OfAnEngine } from '../../harness/database/index.ts';
import type { Capability } from './capability.ts';
import type { Subject } from './subject.ts';

/** Wishes of a scenario; a target that cannot grant one ignores it, and says the truth in its subject. */
export interface OpenOptions {
  /** The deadline to configure for every operation. */
  readonly deadlineMs?: number;
}

/** A service that can be proved. */
export interface Target {
  readonly name: string;
  readonly capabilities: ReadonlySet<Capability>;
  /** Why it lacks a capability, and what would give it: `it relays by itself; run its relay as a process of its own`. */
  readonly lacks?: Readonly<Partial<Record<Capability, string>>>;
  /** The engine that its databases come from, where that is the kit's: what it cannot show is not asked for. */
  engine?(): Promise<OfAnEngine>;
  /** A fresh subject, with nothing published and no state but what its operations need. */
  open(options?: OpenOptions): Promise<Subject & AsyncDisposable>;
}
