import { published as description } from "../../../../contract/test/description/published.js"

export type Json = null | boolean | number | string | ReadonlyArray<Json> | JsonObject
export interface JsonObject {
  readonly [name: string]: Json
}

export const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json)

/** Missing values read as empty. */
export const object = (json: Json | undefined): JsonObject => isObject(json) ? json : {}

export const text = (json: Json | undefined): string => typeof json === "string" ? json : ""

export const strings = (json: Json | undefined): ReadonlyArray<string> => Array.isArray(json) ? json.map(text) : []

/** The description as it is published, with what newer sources add. YAML files of this kind hold JSON and nothing else. */
export const published: JsonObject = JSON.parse(JSON.stringify(description))

/** The part of that name: a schema, a response. */
export const component = (kind: "schemas" | "responses", name: string): JsonObject =>
  object(object(object(published["components"])[kind])[name])
