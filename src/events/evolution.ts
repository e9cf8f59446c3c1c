import { type Catalogue } from './catalogue.ts';
import { decodeEnvelope } from './decode.ts';
import type { EventDefinition } from './definition.ts';
import { canonicalEnvelope } from './encode.ts';
import { schemaFingerprint } from './json-schema.ts';

/** An envelope as it was published once, kept for ever, with the fingerprint of its version's schema. */
export interface GoldenEnvelope {
  readonly type: string;
  readonly version: number;
  readonly fingerprint: string;
  /** The whole envelope, RFC 8785 text. */
  readonly canonical: string;
}

/** One way in which the catalogue breaks its promise to readers of stored events. */
export interface EvolutionProblem {
  readonly code:
    | 'SCHEMA_CHANGED_WITHOUT_NEW_VERSION'
    | 'MISSING_UPCASTER'
    | 'MISSING_GOLDEN'
    | 'GOLDEN_OF_UNKNOWN_EVENT'
    | 'GOLDEN_DOES_NOT_DECODE'
    | 'WIRE_FORM_CHANGED';
  readonly type: string;
  readonly version: number;
  readonly message: string;
}

/** Compares a catalogue with the golden envelopes of its past and reports everything that would break a reader; empty when nothing does. */
export function checkEvolution(events: Catalogue, goldens: readonly GoldenEnvelope[]): EvolutionProblem[] {
  return [
    ...events.definitions.flatMap((definition) => checkDefinition(definition, goldens)),
    ...goldens.flatMap((golden) => checkGolden(golden, events)),
  ];
}

function checkDefinition(definition: EventDefinition, goldens: readonly GoldenEnvelope[]): EvolutionProblem[] {
  const { type, version: current } = definition;
  const versions = Array.from({ length: current }, (_, index) => index + 1);
  const kept = new Set(goldens.filter((golden) => golden.type === type).map((golden) => golden.version));
  const lost = versions
    .filter((version) => !kept.has(version))
    .map((version): EvolutionProblem => {
      const message = `no golden envelope; the current schema's fingerprint is ${schemaFingerprint(definition)}`;
      return { code: 'MISSING_GOLDEN', type, version, message };
    });
  const gaps = versions
    .filter((version) => version < current && definition.upcasters[version] === undefined)
    .map((version): EvolutionProblem => {
      return { code: 'MISSING_UPCASTER', type, version, message: `nothing lifts v${version} to v${version + 1}` };
    });
  return [...lost, ...gaps];
}

function checkGolden(golden: GoldenEnvelope, events: Catalogue): EvolutionProblem[] {
  const { type, version } = golden;
  const definition = events.ofType(type);
  if (definition === undefined || version > definition.version) {
    const message = 'was published once, but the catalogue no longer knows it';
    return [{ code: 'GOLDEN_OF_UNKNOWN_EVENT', type, version, message }];
  }
  const problems = checkReading(golden, events);
  if (version === definition.version && schemaFingerprint(definition) !== golden.fingerprint) {
    const message = `declare v${version + 1} with an upcaster from v${version}; the fingerprint is now ${schemaFingerprint(definition)}`;
    problems.push({ code: 'SCHEMA_CHANGED_WITHOUT_NEW_VERSION', type, version, message });
  }
  return problems;
}

function checkReading({ type, version, canonical }: GoldenEnvelope, events: Catalogue): EvolutionProblem[] {
  try {
    const envelope = decodeEnvelope(JSON.parse(canonical), { eventType: type, schemaVersion: version }, events);
    const written = canonicalEnvelope(envelope, events);
    if (version !== envelope.schemaVersion || written === canonical) return [];
    return [{ code: 'WIRE_FORM_CHANGED', type, version, message: `is now written as ${written}` }];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ code: 'GOLDEN_DOES_NOT_DECODE', type, version, message }];
  }
}
