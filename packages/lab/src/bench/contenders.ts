/** The clients that are measured, each in a process of its own. */
import type { Contender } from "./contender.js"
import type { Api } from "./workload.js"

/** Loaded one at a time, so that a client pays for nothing of the others. */
export const contenders = {
  undici: () => import("./contenders/undici.js"),
  fetch: () => import("./contenders/fetch.js"),
  ky: () => import("./contenders/ky.js"),
  got: () => import("./contenders/got.js"),
  axios: () => import("./contenders/axios.js"),
  ofetch: () => import("./contenders/ofetch.js"),
  httpApiClientUndici: () => import("./contenders/httpApiClientUndici.js"),
  httpApiClientFetch: () => import("./contenders/httpApiClientFetch.js"),
  sdkNode: () => import("./contenders/sdkNode.js"),
  sdkFetch: () => import("./contenders/sdkFetch.js"),
  promise: () => import("./contenders/promise.js"),
  effect4: () => import("./contenders/effect4.js"),
  bulkLoop: () => import("./contenders/bulkLoop.js"),
  bulkUnwritten: () => import("./contenders/bulkUnwritten.js"),
  bulkJournal: () => import("./contenders/bulkJournal.js"),
  validateInput: () => import("./contenders/validateInput.js"),
  validateAnswer: () => import("./contenders/validateAnswer.js")
} satisfies Record<string, () => Promise<{ readonly make: (api: Api) => Contender }>>

export type Name = keyof typeof contenders
