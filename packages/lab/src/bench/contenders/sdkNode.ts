import { QurlLive } from "@qurl/sdk/Node"
import { makeOn } from "./sdk.js"

export const make = makeOn(QurlLive)
