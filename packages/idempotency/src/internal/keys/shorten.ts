/** See `IdempotencyKey.shorten`. */
export const shorten = (key: string): string =>
  key.length > 16 ? `${key.slice(0, 8)}…${key.slice(-4)}` : `${key.slice(0, 4)}…`
