import type { HttpService, Subject } from '../contract/index.ts';
import { type World, httpOf, settleWorld } from '../http/index.ts';
import { type Form, bodilessOf, formsOf } from './forms.ts';
import { SpareRows } from './spare-rows.ts';

/** A world, and everything that can be filled in in it. */
export interface Stage {
  readonly http: HttpService;
  readonly world: World;
  readonly rows: SpareRows;
  readonly forms: readonly Form[];
  /** What changes something and takes no body. */
  readonly bodiless: readonly Form[];
}

export async function setStage(subject: Subject): Promise<Stage> {
  const http = httpOf(subject);
  const world = await settleWorld(http);
  const rows = new SpareRows(world.home.tenant);
  return { http, world, rows, forms: formsOf(http, world, rows), bodiless: await bodilessOf(http, world, rows) };
}
