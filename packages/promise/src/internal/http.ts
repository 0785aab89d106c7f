import * as FetchTransport from "@qurl/idempotency/Transport/FetchTransport"

/** The `HttpClient` of a client without a `fetch` of its own: the global `fetch`. On Node `httpNode.ts` stands in. */
export const layerHttpClient = FetchTransport.layer
