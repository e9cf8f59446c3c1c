/** A migration as data: its name orders it, its statements run in one transaction together with the record of it. */
export interface Migration {
  readonly name: string;
  readonly up: string;
  readonly down: string;
}
