import { z } from 'zod';
import { mapping, readYaml, text } from '../configuration/index.ts';

const form = z.array(
  mapping({
    scenario: z.string().regex(/^[A-Z]+-[0-9]+$/, 'expected the id of a scenario: COMMIT-3'),
    finding: text,
    reason: text,
    expires: z.iso.date('expected a day: 2027-03-31'),
  }),
  'expected a list of findings: scenario, finding, reason, expires',
);

/** A finding that a team lives with for a while. */
export interface Suppression {
  readonly scenario: string;
  /** A part of what the scenario says. */
  readonly finding: string;
  readonly reason: string;
  /** The last day on which it holds (UTC), `2027-03-31`. */
  readonly expires: string;
  /** Where it stands: `accepted.yaml:4`. */
  readonly place: string;
}

/** Reads a suppression file; a `ConfigurationError` names every mistake with its line. */
export function readSuppressions(path: string): readonly Suppression[] {
  const { content, placeOf } = readYaml(path, form);
  return content.map((suppression, index) => ({ ...suppression, place: placeOf([index]) }));
}
