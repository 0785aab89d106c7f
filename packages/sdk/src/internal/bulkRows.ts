import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import { CreateQurlRequest, InvalidFields } from "@qurl/contract"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import type { CreateInput } from "../Input.js"
import { onWire } from "./input.js"

/** A row of the input that has been looked at. */
export interface Row {
  readonly input: CreateInput
  /** What is sent for it, or what is wrong with it, by field. */
  readonly checked: Either.Either<CreateQurlRequest, Readonly<Record<string, string>>>
  /** The same for the same content, whatever the order of its properties. */
  readonly digest: string
}

const decode = Schema.decodeUnknownEither(CreateQurlRequest, { errors: "all" })

/** Half of SHA-256 of a text: a journal holds one of these per row. */
const digestOf = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)).subarray(0, 16))

/** Looks at a row. Nothing of its chunk is sent before all of its rows were looked at. */
export const look = (input: CreateInput): Row => {
  const wire = onWire(input)
  const checked = Either.mapLeft(decode(wire), ({ issue }) => InvalidFields.fromIssue(issue))
  // A decoded row has its properties in the order of the schema.
  return { input, checked, digest: digestOf(JSON.stringify(Either.getOrElse(checked, () => wire)) ?? "") }
}

/** Of a chunk: what tells it from others, in its key. */
export const digestOfAll = (digests: ReadonlyArray<string>): string => digestOf(digests.join(" "))
