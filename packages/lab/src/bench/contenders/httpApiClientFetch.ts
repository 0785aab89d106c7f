import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { makeOn } from "./httpApiClient.js"

export const make = makeOn(FetchHttpClient.layer)
