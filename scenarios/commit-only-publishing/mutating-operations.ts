import { InconclusiveError, type Operation, type Subject } from '../contract/index.ts';

/** The operations that change state, by name; without any there is nothing to judge. */
export function mutatingOperations(subject: Subject): [string, Operation][] {
  const mutating = Object.entries(subject.operations).filter(([, operation]) => operation.mutates);
  if (mutating.length === 0) throw new InconclusiveError('the subject has no operation that changes state');
  return mutating;
}
