import * as Either from "effect/Either"
import * as Crid from "./cridText.js"

const looksLikeToken = (id: string) => /^at_/i.test(id) || /[#/]at_/i.test(id)

/** An id as one path segment, or what is wrong with it. The id itself is not repeated: it may be a pasted secret. */
export const segment = (id: unknown, refused: ReadonlyArray<string> = []): Either.Either<string, string> => {
  if (typeof id !== "string") return Either.left("must be a string: pass the id from an answer")
  if (id.trim() === "") return Either.left("is empty: pass the id from an answer")
  if (looksLikeToken(id)) {
    return Either.left("is an access token, which is a secret: pass the id from an answer")
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(id) || id.startsWith("//")) {
    return Either.left("is a URL: pass the id from an answer")
  }
  if (id !== id.trim()) return Either.left("begins or ends with a space: trim it")
  if (id === "." || id === "..") return Either.left("would lead to another path: pass the id from an answer")
  const prefix = refused.find((prefix) => id.startsWith(prefix))
  if (prefix !== undefined) {
    return Either.left(`begins with ${prefix}, which names a link: give the resource_id, for the whole resource goes`)
  }
  if (Crid.looksLike(id) && Either.isLeft(Crid.parse(id))) {
    return Either.left("is a CRID with a mistake in it, as its checksum shows: copy it again")
  }
  // Half of a surrogate pair has no encoding.
  return /[\u0000-\u001f\u007f]/.test(id) || !isWellFormed(id)
    ? Either.left("has a character that no id has: pass the id from an answer")
    : Either.right(encodeURIComponent(id))
}

const isWellFormed = (text: string) => !/\p{Surrogate}/u.test(text)
