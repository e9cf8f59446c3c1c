/** An operation's nth statement. */
export interface KillPoint {
  readonly name: string;
  readonly nth: number;
}

/** Every statement of every operation, dealt to rounds of at most `perRound`, so that one operation's are in as many different rounds as there are. */
export function dealKillPoints(statements: ReadonlyMap<string, readonly string[]>, perRound: number): KillPoint[][] {
  const points = [...statements].flatMap(([name, texts]) => texts.map((_, index) => ({ name, nth: index + 1 })));
  const rounds: KillPoint[][] = Array.from({ length: Math.ceil(points.length / perRound) }, () => []);
  for (const [index, point] of points.entries()) rounds[index % rounds.length]?.push(point);
  return rounds;
}

/** How many calls of one operation a round has at most, by name. */
export function callsPerRound(rounds: readonly (readonly KillPoint[])[]): Map<string, number> {
  const most = new Map<string, number>();
  for (const round of rounds)
    for (const { name } of round) {
      const calls = round.filter((point) => point.name === name).length;
      most.set(name, Math.max(calls, most.get(name) ?? 0));
    }
  return most;
}
