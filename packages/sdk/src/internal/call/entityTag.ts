import type * as Headers from "@effect/platform/Headers"

/** An entity tag (RFC 9110, section 8.8.3) in ASCII. */
const form = /^(W\/)?"[!#-~]{0,256}"$/

/** The problem with a tag that a caller gives, if there is one. */
export const problem = (etag: unknown): string | undefined =>
  typeof etag === "string" && form.test(etag)
    ? undefined
    : "is not an entity tag: pass `meta.etag` of an earlier answer"

/** The tag of an answer. One that could not be sent back is dropped. */
export const of = ({ etag }: Headers.Headers): string | undefined =>
  etag !== undefined && form.test(etag) ? etag : undefined

const strong = (etag: string): string => etag.replace(/^W\//, "")

/** Compares tags weakly, as `If-None-Match` does: what compresses an answer on its way may weaken its tag. */
export const isSame = (one: string, other: string): boolean => strong(one) === strong(other)
