import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRustokError } from '../errors/index.ts';
import type { NodeResponse } from './node-response.ts';
import { type ContentWorld, manager, openContentWorld } from './testing/content-world.ts';
import type { UpdateNodeInput } from './update-input.ts';

const locale = fc.constantFrom('de', 'en', 'fr');
const patch = fc
  .record(
    {
      position: fc.nat(2),
      metadata: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom(null, 1, 'x')),
      translations: fc.dictionary(locale, fc.option(fc.record({ title: fc.constantFrom('A', 'B') }))),
      bodies: fc.dictionary(locale, fc.option(fc.record({ body: fc.constantFrom('x', null) }))),
    },
    { requiredKeys: [] },
  )
  .map((input) => input as UpdateNodeInput);
const step = fc.oneof(
  { weight: 3, arbitrary: patch.map((input) => ({ name: 'update' as const, input })) },
  fc
    .constantFrom('publish' as const, 'unpublish' as const, 'archive' as const, 'unarchive' as const)
    .map((name) => ({ name })),
  fc.constantFrom('delete' as const, 'restore' as const).map((name) => ({ name })),
);
type Step =
  | { name: 'update'; input: UpdateNodeInput }
  | { name: Exclude<keyof ContentWorld['nodes'], 'update' | 'create' | 'get' | 'list'> };

/** How many events a step must have published, judged by nothing but the node before and after. */
function eventsBetween(before: NodeResponse, after: NodeResponse, { name }: Step): number {
  if (after.version === before.version) return 0;
  if (name === 'publish' || name === 'unpublish') return 2;
  if (name !== 'update') return 1;
  const differing = (key: 'translations' | 'bodies') => {
    const entries = (node: NodeResponse) => new Map(node[key].map((entry) => [entry.locale, JSON.stringify(entry)]));
    const [old, young] = [entries(before), entries(after)];
    return [...new Set([...old.keys(), ...young.keys()])].filter((each) => old.get(each) !== young.get(each)).length;
  };
  return 1 + differing('translations') + differing('bodies');
}

async function attempt(world: ContentWorld, node: NodeResponse, taken: Step): Promise<NodeResponse> {
  const options = { expectedVersion: node.version };
  try {
    if (taken.name === 'update') return await world.nodes.update(manager, node.id, taken.input, options);
    return await world.nodes[taken.name](manager, node.id, options);
  } catch (error) {
    if (isRustokError(error)) return node;
    throw error;
  }
}

describe('any history of a node', () => {
  it('leaves in the database what was answered, one version a write, and events for exactly what changed', async () => {
    await using world = await openContentWorld();
    let slugs = 0;
    const start = async () =>
      world.nodes.create(manager, {
        kind: 'post',
        translations: [{ locale: 'en', title: 'A', slug: `h-${(slugs += 1)}` }],
      });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        let node = await start();
        await world.newEvents();
        for (const taken of steps as Step[]) {
          // Titles of equal words give equal slugs, which another node may hold: a refusal, and thus no change.
          const next = await attempt(world, node, taken);
          expect(next.version - node.version).toBe(next === node ? 0 : Number(next.updatedAt !== node.updatedAt));
          expect(await world.newEvents()).toHaveLength(eventsBetween(node, next, taken));
          if (next.deletedAt === null) expect(await world.nodes.get(manager, node.id)).toEqual(next);
          node = next;
        }
      }),
      { numRuns: 40 },
    );
  });
});
