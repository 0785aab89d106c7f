import { readFileSync } from "node:fs"
import { parse } from "yaml"

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

/** The first with what the second adds to it or replaces in it. */
const merged = (older: unknown, newer: unknown): unknown =>
  isObject(older) && isObject(newer)
    ? {
      ...older,
      ...Object.fromEntries(Object.entries(newer).map(([name, value]) => [name, merged(older[name], value)]))
    }
    : newer

const read = (name: string): unknown => parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8"))

/** The description as it was published, and with what newer sources add. */
export const published = merged(read("qurl-api.yaml"), read("qurl-api-2026-11.yaml"))
