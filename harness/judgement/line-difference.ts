import { inspect } from 'node:util';

/** Two values as lines, `-` what was expected and `+` what was found. */
export function lineDifference(expected: unknown, found: unknown): string {
  const [before, after] = [linesOf(expected), linesOf(found)];
  const lengths = commonLengths(before, after);
  const lines: string[] = [];
  let [left, right] = [0, 0];
  while (left < before.length || right < after.length) {
    if (left < before.length && before[left] === after[right]) {
      lines.push(`  ${before[left]}`);
      left += 1;
      right += 1;
    } else if (isMissing(lengths, { left, right, before, after })) {
      lines.push(`- ${before[left]}`);
      left += 1;
    } else {
      lines.push(`+ ${after[right]}`);
      right += 1;
    }
  }
  return lines.join('\n');
}

interface Place {
  readonly left: number;
  readonly right: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** True when leaving out the expected line keeps at least as much in common as leaving out the found one. */
function isMissing(lengths: readonly (readonly number[])[], { left, right, before, after }: Place): boolean {
  if (right >= after.length) return true;
  return left < before.length && lengthAt(lengths, left + 1, right) >= lengthAt(lengths, left, right + 1);
}

function linesOf(value: unknown): string[] {
  return inspect(value, { depth: 8, sorted: true, breakLength: 40, maxArrayLength: 200 }).split('\n');
}

/** `lengths[i][j]`: the length of the longest common subsequence of what follows i and j. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () => Array.from({ length: after.length + 1 }, () => 0));
  for (let left = before.length - 1; left >= 0; left -= 1) {
    const row = lengths[left] ?? [];
    for (let right = after.length - 1; right >= 0; right -= 1) {
      row[right] =
        before[left] === after[right]
          ? lengthAt(lengths, left + 1, right + 1) + 1
          : Math.max(lengthAt(lengths, left + 1, right), lengthAt(lengths, left, right + 1));
    }
  }
  return lengths;
}

function lengthAt(lengths: readonly (readonly number[])[], left: number, right: number): number {
  return lengths[left]?.[right] ?? -1;
}
