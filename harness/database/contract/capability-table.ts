import { type EngineCapability, capabilityTitles, engineCapabilities } from '../capabilities.ts';
import type { Engine } from '../engine.ts';
import type { CapabilityFinding } from './check-engine.ts';

/** One column: an engine, and what was seen of it where somebody looked. */
export interface CapabilityColumn {
  readonly engine: Engine;
  readonly findings?: readonly CapabilityFinding[];
}

/** The table of what each engine can show, in Markdown; without findings it says what the engines claim. */
export function capabilityTable(columns: readonly CapabilityColumn[]): string {
  const rows = engineCapabilities.map((capability) => [
    `\`${capability}\``,
    ...columns.map((column) => cell(column, capability)),
    capabilityTitles[capability],
  ]);
  const head = ['capability', ...columns.map(({ engine }) => engine.name), 'what a test may rely on'];
  const widths = head.map((title, index) => Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, index) => text.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function cell({ engine, findings }: CapabilityColumn, capability: EngineCapability): string {
  const finding = findings?.find((one) => one.capability === capability);
  if (finding === undefined) {
    if (!engine.capabilities.has(capability)) return 'no';
    return engine.varying?.has(capability) === true ? 'yes*' : 'yes';
  }
  if (finding.claimed === finding.held) return finding.held ? 'yes' : 'no';
  return finding.held ? 'NOT CLAIMED' : 'NOT HELD';
}
