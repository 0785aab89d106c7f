import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { makeOn } from "./httpApiClient.js"

export const make = makeOn(NodeHttpClient.layerUndici)
