/** The command was asked for something that cannot be, by its arguments or its configuration. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
