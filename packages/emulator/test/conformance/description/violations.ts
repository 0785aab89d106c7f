import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit } from "effect"
import { Emulator } from "../../../src/index.js"
import type { Api, Call } from "../api.js"
import { furnish } from "../furnish.js"
import { sample } from "../refusals.js"
import { type Operation, resolve } from "./description.js"
import { type Json, type JsonObject, object } from "./document.js"
import { complaints } from "./schemas.js"

/** A body, as JSON has it. */
const json = (body: unknown): Json => JSON.parse(JSON.stringify(body ?? null))

/** Values of every type, and those just beyond the limits that a schema sets. */
const beyond = (schema: JsonObject): ReadonlyArray<Json> => {
  const { maxItems, maxLength, maximum, minimum } = schema
  return [
    null,
    "",
    "\u0000",
    "not an instant",
    -1,
    1.5,
    7,
    true,
    [],
    {},
    ...(typeof maxLength === "number"
      ? ["a".repeat(maxLength + 1), `https://example.com/${"a".repeat(maxLength)}`]
      : []),
    ...(typeof minimum === "number" ? [minimum - 1] : []),
    ...(typeof maximum === "number" ? [maximum + 1] : []),
    ...(typeof maxItems === "number" ? [Array.from({ length: maxItems + 1 }, (_, index) => `a${index}`)] : [])
  ]
}

/** A value with everything that its schema sets a limit to changed, one at a time, as deep as the schema goes. */
const changed = (schema: JsonObject, value: Json): ReadonlyArray<Json> => {
  const properties = Object.entries(object(schema["properties"]))
  const whole = object(value)
  return [
    ...beyond(schema),
    ...properties.flatMap(([name, property]) => {
      const inner = resolve(object(property))
      const { [name]: present, ...others } = whole
      return [others, ...changed(inner, present ?? null).map((wrong) => ({ ...others, [name]: wrong }))]
    }),
    ...(schema["type"] === "array" ? changed(resolve(object(schema["items"])), null).map((item) => [item]) : [])
  ]
}

/** The quick form of the suite sends one wrong body of four, so that every property has some. */
const stride = process.env["QURL_TESTS"] === "quick" ? 4 : 1

export const violations = (operations: ReadonlyArray<Operation>, api: Api) => {
  /** Those of the calls that are answered with something else than 400, or with a 400 that is not as described. */
  const taken = (operation: Operation, calls: ReadonlyArray<Call>) =>
    Effect.filter(
      calls,
      (call) =>
        Effect.map(Effect.exit(api.expect(400, operation.id, { ...sample(operation), ...call })), Exit.isFailure)
    )

  return describe("whatever the description refuses is refused", () => {
    for (const operation of operations.filter(({ body }) => body !== undefined)) {
      it.scoped(`in the body of ${operation.id}`, () =>
        Effect.gen(function*() {
          const pointer = operation.body ?? ""
          const path = (yield* furnish(api))(operation.path)
          const wrongs = changed(resolve({ $ref: `#${pointer}` }), json(sample(operation).body)).filter(
            (body) => complaints("asked", pointer, body).length > 0
          )
          assert.isAbove(wrongs.length, 5)
          const sent = wrongs.filter((_, index) => index % stride === 0)
          const calls = yield* taken(operation, sent.map((body) => ({ path, body })))
          assert.deepStrictEqual(calls.map(({ body }) => JSON.stringify(body)?.slice(0, 200)), [])
        }).pipe(Effect.provide(Emulator.layerServer())))
    }

    it.scoped("in queries", () =>
      Effect.gen(function*() {
        for (const operation of operations) {
          for (const { in: place, name, pointer } of operation.parameters) {
            if (place !== "query") continue
            const wrongs = beyond(resolve({ $ref: `#${pointer}` })).flatMap((value) =>
              typeof value === "string" && value !== "" && complaints("asked", pointer, value).length > 0 ? [value] : []
            )
            const calls = yield* taken(operation, wrongs.map((value) => ({ query: { [name]: value } })))
            assert.deepStrictEqual(calls.map(({ query }) => query), [], operation.id)
          }
        }
      }).pipe(Effect.provide(Emulator.layerServer())))
  })
}
