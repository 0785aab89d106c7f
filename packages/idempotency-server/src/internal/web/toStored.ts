import type * as Store from "../../Store.js"

/** Reads a response of the web platform, as stores keep it. */
export const toStored = async (response: Response): Promise<Store.Response> => ({
  status: response.status,
  headers: Object.fromEntries(response.headers),
  body: new Uint8Array(await response.arrayBuffer())
})
