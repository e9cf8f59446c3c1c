import { type Document, type LineCounter, isAlias, isMap, isScalar, isSeq } from 'yaml';

/** The line on which the value of a path is written, or the innermost thing around it that is. */
export function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let position = 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    const found = isMap(node) ? entryOf(node.items, step) : isSeq(node) ? itemOf(node.items, step) : undefined;
    if (found === undefined) break;
    position = found.position;
    node = found.value;
  }
  return lines.linePos(position).line;
}

interface Found {
  readonly position: number;
  readonly value: unknown;
}

function entryOf(entries: readonly { key: unknown; value: unknown }[], step: PropertyKey): Found | undefined {
  for (const { key, value } of entries) {
    if (isScalar(key) && String(key.value) === String(step)) return { position: key.range?.[0] ?? 0, value };
  }
  return undefined;
}

function itemOf(items: readonly unknown[], step: PropertyKey): Found | undefined {
  const value = items[Number(step)];
  if (typeof value !== 'object' || value === null || !('range' in value)) return undefined;
  return { position: (value.range as readonly number[] | undefined)?.[0] ?? 0, value };
}
