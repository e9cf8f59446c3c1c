import { type Course, type Plan, preemptionsOf } from './course.ts';

/** The plans that are still to be tried, the least interrupted first; none leads to an order that another one leads to. */
export class Frontier {
  readonly #byPreemptions: Plan[][] = [[{ steps: [] }]];

  /** True when there is a plan with at most `maxPreemptions`. */
  has(maxPreemptions: number): boolean {
    return this.#byPreemptions.slice(0, maxPreemptions + 1).some((plans) => plans.length > 0);
  }

  /** The next plan with at most `maxPreemptions`. */
  take(maxPreemptions: number): Plan | undefined {
    return this.#byPreemptions
      .slice(0, maxPreemptions + 1)
      .find((plans) => plans.length > 0)
      ?.shift();
  }

  /** Any plan, chosen by the number in [0, 1). */
  takeAt(position: number): Plan | undefined {
    let index = Math.floor(position * this.#byPreemptions.reduce((sum, plans) => sum + plans.length, 0));
    for (const plans of this.#byPreemptions) {
      if (index < plans.length) return plans.splice(index, 1)[0];
      index -= plans.length;
    }
    return undefined;
  }

  /** Adds everything that could have been done instead, after the steps that the plan prescribed. */
  branch(plan: Plan, course: Course): void {
    for (const [index, step] of course.steps.entries()) {
      if (index < plan.steps.length) continue;
      const last = course.steps[index - 1];
      for (const operation of step.choices) {
        if (operation === step.operation) continue;
        const preemptions = (last?.preemptions ?? 0) + preemptionsOf(last?.operation, operation, step.choices);
        const stance = step.position[operation];
        // What an operation that is yet to start will say first is not known.
        const text = stance?.kind === 'ready' ? stance.text : undefined;
        this.#plansWith(preemptions).push({
          steps: [...course.steps.slice(0, index), { operation, text, position: step.position }],
        });
      }
    }
  }

  #plansWith(preemptions: number): Plan[] {
    while (this.#byPreemptions.length <= preemptions) this.#byPreemptions.push([]);
    return this.#byPreemptions[preemptions] ?? [];
  }
}
