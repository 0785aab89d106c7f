import * as Context from "effect/Context"
import { PCGRandom } from "effect/Utils"
import { randomBytes } from "node:crypto"

/** Source of ids and tokens. */
export interface Source {
  readonly bytes: (count: number) => Uint8Array
}

export class Entropy extends Context.Tag("@qurl/emulator/Entropy")<Entropy, Source>() {}

export const system: Source = { bytes: randomBytes }

/** The same ids in the same order for the same seed. */
export const seeded = (seed: number): Source => {
  const random = new PCGRandom(seed)
  return { bytes: (count) => Uint8Array.from({ length: count }, () => random.integer(256)) }
}

// 32 characters, so that a byte picks one without favour. All of them are lower case: some ids travel in host names.
const alphabet = "abcdefghijklmnopqrstuvwxyz234567"

export const text = (source: Source, length: number): string =>
  Array.from(source.bytes(length), (byte) => alphabet.charAt(byte % 32)).join("")
