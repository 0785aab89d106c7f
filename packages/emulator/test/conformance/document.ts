import { readFileSync } from "node:fs"
import { parse } from "yaml"

export type Json = null | boolean | number | string | ReadonlyArray<Json> | JsonObject
export interface JsonObject {
  readonly [name: string]: Json
}

export const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json)

/** What is missing reads as empty. */
export const object = (json: Json | undefined): JsonObject => isObject(json) ? json : {}

export const text = (json: Json | undefined): string => typeof json === "string" ? json : ""

export const strings = (json: Json | undefined): ReadonlyArray<string> => Array.isArray(json) ? json.map(text) : []

/** The description as it is published. A YAML file of this kind holds JSON and nothing else. */
export const published: JsonObject = parse(
  readFileSync(new URL("../../../contract/test/fixtures/qurl-api.yaml", import.meta.url), "utf8")
)

/** The part of that name: a schema, a response. */
export const component = (kind: "schemas" | "responses", name: string): JsonObject =>
  object(object(object(published["components"])[kind])[name])
