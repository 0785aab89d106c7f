import type { Connection } from "@effect/sql/SqlConnection"
import { SqlError } from "@effect/sql/SqlError"
import { assert, it } from "@effect/vitest"
import { Effect, Either } from "effect"
import * as Writer from "../../src/internal/journal/sqliteWriter.js"

/** A connection that records its statements, of which `fails` refuses some. */
const connectionOf = (fails: (sql: string) => boolean = () => false) => {
  const statements: Array<string> = []
  const execute: Connection["execute"] = (sql, parameters) =>
    Effect.suspend(() => {
      statements.push([sql, ...parameters].join(" "))
      return fails(sql) ? new SqlError({ cause: new Error("disk full") }) : Effect.succeed([{}])
    })
  // The writer executes statements and does nothing else.
  return { statements, connection: { execute } as Connection }
}

it.live("statements of one turn are one transaction, in their order, and one by itself is none", () =>
  Effect.gen(function*() {
    const { connection, statements } = connectionOf()
    const write = Writer.make(connection, "put")
    yield* Effect.all([write([1]), write([2]), write([3])], { concurrency: "unbounded" })
    yield* write([4])
    assert.deepStrictEqual(statements, ["BEGIN IMMEDIATE", "put 1", "put 2", "put 3", "COMMIT", "put 4"])
  }))

it.live("nothing is written after a failed statement, which keeps the journal free of gaps", () =>
  Effect.gen(function*() {
    const { connection, statements } = connectionOf((sql) => sql === "COMMIT")
    const write = Writer.make(connection, "put")
    const both = yield* Effect.all([Effect.either(write([1])), Effect.either(write([2]))], { concurrency: "unbounded" })
    assert.isTrue(both.every(Either.isLeft))
    assert.isTrue(Either.isLeft(yield* Effect.either(write([3]))))
    assert.deepStrictEqual(statements, ["BEGIN IMMEDIATE", "put 1", "put 2", "COMMIT", "ROLLBACK"])
  }))
