/** A failed test's database that outlives its run. */
export interface KeptDatabase {
  readonly id: string;
  /** Name of the database on its server. */
  readonly name: string;
  /** Title of the test that it was made for. */
  readonly test?: string | undefined;
  readonly engine: string;
  readonly version: string;
  /** RFC 3339, UTC. */
  readonly keptAt: string;
  /** The command that opens it, whether or not its server still runs. */
  readonly open: string;
}
