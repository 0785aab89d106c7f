import * as OpenApi from "@effect/platform/OpenApi"
import { describe, expect, it } from "@effect/vitest"
import { QurlApi } from "@qurl/contract"
import { isRecord } from "effect/Predicate"
import { operations } from "./operations.js"

// `npm run contract` writes both files; the comparison shows every change of the API in review.

/** With its keys in order, so that the order of declarations does not matter. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : isRecord(value)
    ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
    : value

const keyed = operations.filter(({ rules }) => rules.idempotency === "keyed").map(({ name }) => name).sort()

const keyedModule = `// Generated from the operations by \`npm run contract\`. Do not edit.
/**
 * Names of the operations that take an idempotency key, apart from the operations: a client with one service that
 * checks a name would otherwise load those of all services.
 *
 * @since 0.1.0
 */

/**
 * Names of the operations that take an idempotency key.
 *
 * @since 0.1.0
 * @category models
 */
export const keyedOperations = [
${keyed.map((name) => `  "${name}"`).join(",\n")}
] as const

/**
 * Name of an operation that takes an idempotency key.
 *
 * @since 0.1.0
 * @category models
 */
export type KeyedOperation = (typeof keyedOperations)[number]
`

describe("files generated from the operations", () => {
  it("openapi.json is the description of the API", async () => {
    const description = JSON.stringify(sorted(OpenApi.fromApi(QurlApi)), null, 2)
    await expect(`${description}\n`).toMatchFileSnapshot("../openapi.json")
  })

  it("KeyedOperations.ts names the operations that take a key", async () => {
    await expect(keyedModule).toMatchFileSnapshot("../src/KeyedOperations.ts")
  })
})
