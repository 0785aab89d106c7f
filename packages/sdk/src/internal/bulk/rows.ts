import { CreateQurlRequest } from "@qurl/contract/groups/Qurls/CreateQurl"
import * as InvalidFields from "@qurl/contract/InvalidFields"
import * as Sha256 from "@qurl/idempotency/Support/Sha256"
import type * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import type * as AST from "effect/SchemaAST"
import type { CallOptions, CreateInput } from "../../Input.js"
import type { QurlError } from "../../QurlError.js"
import type { BatchCreated } from "../../Result.js"
import { checks } from "../checks/checks.js"
import * as Decoder from "../checks/decoder.js"
import { unreadable } from "../checks/unreadable.js"
import { onWire } from "../checks/wireInput.js"

/** Sends a body with `count` items that have passed the schema of a link. */
export type SendRows = (
  json: string,
  count: number,
  options?: CallOptions
) => Effect.Effect<BatchCreated, QurlError>

/** A checked row of the input. */
export interface Row {
  readonly input: CreateInput
  /** The item that is sent for it, if it has no problems. */
  readonly item: unknown
  /** Problems by field. */
  readonly problems: Readonly<Record<string, string>> | undefined
  readonly json: string
  /** The same for the same content, whatever the order of its properties. */
  readonly digest: string
}

const check = checks.get(CreateQurlRequest.ast)

const decode = Decoder.make(CreateQurlRequest, { errors: "all" })

/** The names of the properties, those of inner records after the property that holds them. */
const namesOf = (ast: AST.AST): ReadonlyArray<string> => {
  switch (ast._tag) {
    case "TypeLiteral":
      return ast.propertySignatures.flatMap(({ name, type }) => [String(name), ...namesOf(type)])
    case "Union":
      return ast.types.flatMap(namesOf)
    case "Refinement":
      return namesOf(ast.from)
    default:
      return []
  }
}

const names = [...new Set(namesOf(CreateQurlRequest.ast))]

const places = new Map(names.map((name, place) => [name, place]))

/** True for a record without inner records whose properties are in the order of the schema. */
const isInOrder = (value: object): boolean => {
  let last = -1
  for (const name in value) {
    const place = places.get(name) ?? -1
    if (place <= last || typeof Reflect.get(value, name) === "object") return false
    last = place
  }
  return true
}

/**
 * Orders properties as the schema does. A server that compares bodies byte for byte must see the same request when a job
 * is run again with rows that are written differently.
 */
const inOrder = <A>(value: A): A => {
  if (!Predicate.isReadonlyRecord(value)) return value
  const ordered: Record<string, unknown> = {}
  let missing = 0
  for (const _ in value) missing += 1
  for (const name of names) {
    if (!Object.hasOwn(value, name)) continue
    ordered[name] = inOrder(value[name])
    missing -= 1
    if (missing === 0) break
  }
  // It has the properties of the value: those that the schema does not name come last, as they are.
  return (missing === 0 ? ordered : { ...ordered, ...value, ...ordered }) as A
}

/** Half of SHA-256 of a text: a journal holds one of these per row. */
const digestOf = (text: string): string => Sha256.hex(text).slice(0, 32)

/** JSON of an item. A wrong item may have none, such as a function or a big integer. */
const written = (item: unknown): string => {
  try {
    return JSON.stringify(item) ?? ""
  } catch {
    return ""
  }
}

/** A row, whose JSON and digest are made when a journal asks for them. */
class Looked implements Row {
  private text: string | undefined
  private made: string | undefined

  constructor(readonly input: CreateInput, readonly item: unknown, readonly problems: Row["problems"]) {}

  get json(): string {
    return this.text ??= written(this.item)
  }

  get digest(): string {
    return this.made ??= digestOf(this.json)
  }
}

/** True for a row that needs no other form on the wire. */
const isOnWire = (input: CreateInput): input is CreateInput & CreateQurlRequest => check?.(input) === input

const checked = (input: CreateInput): Row => {
  if (isOnWire(input)) {
    return new Looked(input, isInOrder(input) ? input : inOrder<CreateQurlRequest>(input), undefined)
  }
  const wire = onWire(input)
  const decoded = decode(wire)
  return Either.isRight(decoded)
    ? new Looked(input, inOrder(decoded.right), undefined)
    : new Looked(input, wire, InvalidFields.fromIssue(decoded.left.issue))
}

/** Checks a row. Nothing of its chunk is sent before all of its rows were checked. */
export const look = (input: CreateInput): Row => {
  try {
    return checked(input)
  } catch (error) {
    const problems = unreadable(input)
    if (problems === undefined) throw error
    return new Looked(input, undefined, problems)
  }
}

/** Body of a request for rows. A job has the JSON of each of them already. */
export const bodyOf = (rows: ReadonlyArray<Row>, isJob: boolean): string =>
  isJob
    ? `{"items":[${rows.map(({ json }) => json).join(",")}]}`
    : JSON.stringify({ items: rows.map(({ item }) => item) })

/** Digest that identifies a chunk inside its idempotency key. */
export const digestOfAll = (digests: ReadonlyArray<string>): string => digestOf(digests.join(" "))
