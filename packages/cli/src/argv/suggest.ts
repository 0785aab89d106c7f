/** Levenshtein distance. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, change))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** Known word that is most like `word`. */
const suggest = (word: string, known: ReadonlyArray<string>): string | undefined => {
  const [best] = known
    .map((each) => ({ each, far: each.startsWith(word) && word.length > 1 ? 0 : distance(word, each) }))
    .sort((a, b) => a.far - b.far)
  return best !== undefined && best.far <= Math.max(1, Math.floor(best.each.length / 3)) ? best.each : undefined
}

/** A sentence with the suggestion, or nothing. */
export const didYouMean = (word: string, known: ReadonlyArray<string>): string => {
  const meant = suggest(word, known)
  return meant === undefined ? "" : ` Did you mean ${meant}?`
}
