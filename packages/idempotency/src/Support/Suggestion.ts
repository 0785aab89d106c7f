/**
 * Suggestions for misspelt names.
 *
 * @since 0.1.0
 */

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

/**
 * Finds the known name that is nearest to a misspelt one, if any is near: `didYouMean("aplKey", ["apiKey"])` is
 * `Did you mean apiKey?`. Without one the text is empty.
 *
 * @since 0.1.0
 * @category combinators
 */
export const didYouMean = (name: string, known: ReadonlyArray<string>): string => {
  // Longer names are not options, and their distance would cost time.
  const [best] = name.length > 64 ? [] : known
    .map((each) => ({
      each,
      far: each.startsWith(name) && name.length > 1 ? 0 : distance(name.toLowerCase(), each.toLowerCase())
    }))
    .sort((a, b) => a.far - b.far)
  return best !== undefined && best.far <= Math.max(1, Math.floor(best.each.length / 3))
    ? `Did you mean ${best.each}?`
    : ""
}

/** A property whose getter throws has been given as well. */
const isGiven = (options: object, name: string): boolean => {
  try {
    return Reflect.get(options, name) !== undefined
  } catch {
    return true
  }
}

/**
 * Says of the first property that is not an option what to give in its place, or nothing if all of them are options.
 *
 * @since 0.1.0
 * @category combinators
 */
export const unknownOption = (
  options: object,
  known: ReadonlyArray<string>,
  renamed: Readonly<Record<string, string>> = {}
): { readonly option: string; readonly problem: string } | undefined => {
  const option = Object.keys(options).find((name) => !known.includes(name) && isGiven(options, name))
  if (option === undefined) return undefined
  const meant = Object.hasOwn(renamed, option) ? `It is now called ${renamed[option]}.` : didYouMean(option, known)
  return { option, problem: `is not an option.${meant === "" ? "" : ` ${meant}`} The options are ${known.join(", ")}` }
}
