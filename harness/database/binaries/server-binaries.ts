/** PostgreSQL's server programs on this machine. */
export interface ServerBinaries {
  /** Holds `initdb` and `postgres`. */
  readonly folder: string;
  /** Changes when the programs change; part of the cached cluster's name. */
  readonly identity: string;
  /** Holds `bin`, `lib` and `share`, when they can be moved together to another place. */
  readonly root?: string;
  /** Links that the package manager did not make, relative to `root`. */
  readonly missingLinks?: readonly Link[];
}

export interface Link {
  /** What the link stands for. */
  readonly source: string;
  /** Where the link is to be. */
  readonly target: string;
}

/** Programs, or the reason why there are none in one sentence. */
export type Located = { readonly found: ServerBinaries } | { readonly reason: string };
