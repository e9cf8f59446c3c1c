const leadingNoise = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/|;)*/;
const ending =
  /^(?:(?:commit|end|rollback|abort)\b(?!\s+(?:(?:work|transaction)\s+)?(?:to|prepared)\b)|prepare\s+transaction\b)/i;
const committing = /^(?:(?:commit|end)\b(?!\s+prepared\b)|prepare\s+transaction\b)/i;

/** True for COMMIT, END, ROLLBACK, ABORT and PREPARE TRANSACTION, not for ROLLBACK TO. */
export function endsTransaction(text: string): boolean {
  return ending.test(text.replace(leadingNoise, ''));
}

/** True for COMMIT, END and PREPARE TRANSACTION. */
export function commitsTransaction(text: string): boolean {
  return committing.test(text.replace(leadingNoise, ''));
}
