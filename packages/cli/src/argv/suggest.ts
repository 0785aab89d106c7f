import { didYouMean as suggestion } from "@qurl/idempotency/Support/Suggestion"

/** A sentence with the suggestion, or nothing. */
export const didYouMean = (word: string, known: ReadonlyArray<string>): string => {
  const text = suggestion(word, known)
  return text === "" ? "" : ` ${text}`
}
