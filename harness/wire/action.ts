/**
 * What happens to a statement before it is forwarded: `forward` · `error`: the server fails it for real, the client reads `sqlState` ·
 * `drop`: both sides are reset and it is never sent · `lose-answer`: it is executed and both sides are reset before the answer passes ·
 * `withhold-answer`: it is executed and never answered · `swallow`: it is not sent (the server is ending by other means) · `freeze`: it is not sent and never answered.
 */
export type Action =
  | { readonly kind: 'forward' | 'drop' | 'lose-answer' | 'withhold-answer' | 'swallow' | 'freeze' }
  | { readonly kind: 'error'; readonly sqlState: string; readonly message: string };

export const forward: Action = { kind: 'forward' };
