import { toyTarget } from '../../scenarios/testing/toy-target.ts';

/** Breaks the runner itself, not a scenario. */
const capabilities = new (class extends Set<never> {
  override has(): boolean {
    throw new TypeError('capabilities cannot be read');
  }
})();

export const target = { ...toyTarget({ name: 'broken' }), capabilities };
