import type { Contender } from './contender.ts';
import { type Course, type Ending, type Plan, type TakenStep, preemptionsOf } from './course.ts';
import type { Race } from './race.ts';
import { whyElsewhere, whyOtherStatement } from './same-position.ts';

/** Chooses among the operations that can go on, where the plan says nothing. */
export type Policy = (choices: readonly number[], last: number | undefined) => number;

/** Goes on with the same operation as long as it can, then with the first. */
export const withoutInterruption: Policy = (choices, last) =>
  last !== undefined && choices.includes(last) ? last : (choices[0] ?? 0);

/** Leads a race along the plan, and by the policy to its end; operations that all wait for each other are given `patienceMs`. */
export async function conduct(race: Race, plan: Plan, policy: Policy, patienceMs: number): Promise<Course> {
  const steps: TakenStep[] = [];
  for (;;) {
    const choices = [...race.contenders.keys()].filter((index) => race.contenders[index]?.canGoOn);
    const ending =
      choices.length === 0
        ? await endOf(race, patienceMs)
        : ((await whyAstray(race, plan, steps.length)) ?? (await advance(race, plan, policy, steps, choices)));
    if (ending === 'not yet') continue;
    const left = plan.steps.length - steps.length;
    if (ending.kind === 'complete' && left > 0)
      return { steps, ending: astray(`all operations ended ${left} steps early`) };
    return { steps, ending };
  }
}

/** Nobody can go on: all have finished, or the server is about to end a deadlock, or nothing will ever happen. */
async function endOf(race: Race, patienceMs: number): Promise<Ending | 'not yet'> {
  if (race.contenders.every((one) => one.isFinished)) return { kind: 'complete' };
  if (!(await race.change(patienceMs))) return { kind: 'stuck', reason: describeStuck(race.contenders, patienceMs) };
  const restless = await race.rest();
  return restless === undefined ? 'not yet' : { kind: 'restless', reason: restless };
}

async function whyAstray(race: Race, plan: Plan, index: number): Promise<Ending | undefined> {
  const planned = plan.steps[index];
  if (planned === undefined)
    return plan.isWhole === true ? astray(`after all ${index} steps ${whoGoesOn(race)}`) : undefined;
  const contender = race.contenders[planned.operation];
  if (contender?.canGoOn !== true)
    return astray(`at step ${index + 1} ${contender?.name ?? 'nobody'} cannot go on: it is ${contender?.stance.kind}`);
  if (planned.position === undefined) return undefined;
  const elsewhere = await whyElsewhere(race.contenders, planned.position);
  return elsewhere === undefined ? undefined : astray(`before step ${index + 1} ${elsewhere}`);
}

async function advance(
  race: Race,
  plan: Plan,
  policy: Policy,
  steps: TakenStep[],
  choices: readonly number[],
): Promise<Ending | 'not yet'> {
  const planned = plan.steps[steps.length];
  const last = steps.at(-1);
  const operation = planned?.operation ?? policy(choices, last?.operation);
  const contender = race.contenders[operation];
  if (contender === undefined) throw new RangeError(`there is no operation ${operation}`);
  const position = race.contenders.map((one) => one.stance);
  const preemptions = (last?.preemptions ?? 0) + preemptionsOf(last?.operation, operation, choices);
  const { text, restless } = await race.step(contender, planned?.text ?? null);
  steps.push({ operation, text, position, choices, preemptions });
  if (restless !== undefined) return { kind: 'restless', reason: restless };
  if (planned?.text === undefined) return 'not yet';
  const other = await whyOtherStatement(contender.name, planned.text, text);
  return other === undefined ? 'not yet' : astray(`at step ${steps.length} ${other}`);
}

function astray(reason: string): Ending {
  return { kind: 'astray', reason };
}

function whoGoesOn(race: Race): string {
  const names = race.contenders.filter((one) => one.canGoOn).map((one) => one.name);
  return `${names.join(' and ')} can go on`;
}

function describeStuck(contenders: readonly Contender[], patienceMs: number): string {
  const waits = contenders.flatMap((one) =>
    one.blocked.map((statement) => {
      const pids = one.blockersOf(statement);
      const rivals = contenders.filter((other) => pids.some((pid) => other.pids.has(pid))).map((other) => other.name);
      return `${one.name} waits for ${rivals.join(' and ')}`;
    }),
  );
  return `nobody can go on: ${waits.join(', ')}; the server did not resolve it within ${patienceMs} ms`;
}
