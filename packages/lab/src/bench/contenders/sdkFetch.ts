import { QurlLive } from "@qurl/sdk"
import { makeOn } from "./sdk.js"

export const make = makeOn(QurlLive)
