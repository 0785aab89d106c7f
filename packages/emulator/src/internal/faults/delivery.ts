import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"

type Response = HttpServerResponse.HttpServerResponse

/** Delivery of an answer, faults included. Both transports carry out the same deliveries. */
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

/** The part of the body that arrives before a cut. This server has its bodies as bytes. */
export const halfOf = ({ body }: Response): Uint8Array =>
  body._tag === "Uint8Array" ? body.body.subarray(0, Math.ceil(body.body.length / 2)) : new Uint8Array()

/** How much of an answer its client gets to see. */
export const reach = (delivery: Delivery): "all" | "part" | "nothing" =>
  delivery._tag === "Answer" ? "all" : delivery.after === "nothing" ? "nothing" : "part"
