import { assert, describe, it } from "@effect/vitest"
import { make as makeDraw } from "@qurl/testing/Draw"
import { Effect } from "effect"
import * as EmulatorAttacks from "../src/fuzz/EmulatorAttacks.js"
import { behaviors } from "../src/fuzz/HostileServer.js"
import { parsers } from "../src/fuzz/Parsers.js"
import * as SdkAttacks from "../src/fuzz/SdkAttacks.js"

/** A share of `npm run fuzz`. */
const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe("spoiled text is read or refused", () => {
  it.each(parsers)("$name", ({ attack }) => {
    for (const seed of seeds(1000)) assert.isUndefined(attack(makeDraw(seed)), `seed ${seed}`)
  })
})

describe.each(["fetch", "undici"] as const)(
  "a hostile server ends a call, learns nothing and blocks no caller: %s",
  (transport) => {
    for (const [name, behavior] of Object.entries(behaviors)) {
      it.scopedLive(name, () =>
        Effect.gen(function*() {
          const attack = yield* SdkAttacks.onClient
          for (const seed of seeds(2)) assert.isUndefined(yield* attack(behavior, transport, seed), `seed ${seed}`)
        }), 60_000)
    }
  }
)

it.scopedLive.each(["fetch", "undici"] as const)(
  "spoiled options inject no header: %s",
  (transport) =>
    Effect.gen(function*() {
      const attack = yield* SdkAttacks.onOptions
      for (const seed of seeds(100)) assert.isUndefined(yield* attack(transport, seed), `seed ${seed}`)
    }),
  60_000
)

it.scopedLive("a hostile client gets an answer from the emulator, and no 5xx", () =>
  Effect.gen(function*() {
    const attack = yield* EmulatorAttacks.onEmulator
    for (const seed of seeds(50)) assert.isUndefined(yield* attack(seed), `seed ${seed}`)
  }), 60_000)

it.scopedLive("a spoiled cursor is refused", () =>
  Effect.gen(function*() {
    const attack = yield* EmulatorAttacks.onCursors
    for (const seed of seeds(50)) assert.isUndefined(yield* attack(seed), `seed ${seed}`)
  }), 60_000)

it.scopedLive("an endless body is not read to its end", () =>
  Effect.gen(function*() {
    const attack = yield* EmulatorAttacks.onBodies
    for (const seed of seeds(4)) assert.isUndefined(yield* attack(seed), `seed ${seed}`)
  }), 60_000)

it.scopedLive("a spoiled link or token is not repeated by an error", () =>
  Effect.gen(function*() {
    const attack = yield* SdkAttacks.onLinks
    for (const seed of seeds(100)) assert.isUndefined(yield* attack("fetch", seed), `seed ${seed}`)
  }), 60_000)
