import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"

type Response = HttpServerResponse.HttpServerResponse

/** What becomes of an answer on its way. The two transports carry out the same deliveries. */
export type Delivery =
  | { readonly _tag: "Answer"; readonly response: Response }
  /** The connection ends after nothing, the headers or half the body. */
  | { readonly _tag: "Destroy"; readonly after: "nothing" }
  | { readonly _tag: "Destroy"; readonly after: "headers" | "half"; readonly response: Response }
  /** The connection stays, and nothing more comes. */
  | { readonly _tag: "Silence"; readonly after: "nothing" }
  | { readonly _tag: "Silence"; readonly after: "half"; readonly response: Response }

export const answer = (response: Response): Delivery => ({ _tag: "Answer", response })
export const destroyed: Delivery = { _tag: "Destroy", after: "nothing" }
export const silence: Delivery = { _tag: "Silence", after: "nothing" }

/** The body, which this server always has as bytes. */
export const bytesOf = (response: Response): Uint8Array =>
  response.body._tag === "Uint8Array" ? response.body.body : new Uint8Array()

/** The part of the body that arrives before a cut: never nothing and never all, where there are two bytes to part. */
export const halfOf = (response: Response): Uint8Array => {
  const bytes = bytesOf(response)
  return bytes.subarray(0, Math.ceil(bytes.length / 2))
}
