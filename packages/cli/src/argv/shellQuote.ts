/** A word as a POSIX shell takes it back, for command lines that users copy. */
export const shellQuote = (word: string): string =>
  /^[\w./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
