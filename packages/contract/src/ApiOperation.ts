/**
 * Descriptions of the operations of the API, as plain data.
 *
 * The `HttpApi`, the OpenAPI document, the list of keyed operations and the calls of the SDK are derived from these
 * values. The module loads neither `HttpApi` nor the error schemas, so that a client with one service stays small.
 *
 * @since 0.1.0
 */
import type { Rules } from "@qurl/idempotency/Operation"
import * as Predicate from "effect/Predicate"
import type * as Schema from "effect/Schema"
import type { CredentialKind } from "./Credentials.js"
import type { ProblemStatus } from "./Problems.js"

/**
 * An operation: its name, request, answers, errors, and the rules for repeating it.
 *
 * @since 0.1.0
 * @category models
 */
export interface ApiOperation {
  /** The API's name of the operation, unique in the API. */
  readonly name: string
  readonly method: "DELETE" | "GET" | "PATCH" | "POST" | "PUT"
  /** The path with its parameters as `:name`. */
  readonly path: `/${string}`
  /** Summary in one line for the OpenAPI document and for tables. */
  readonly summary: string
  /** Details for the OpenAPI document. */
  readonly description?: string
  /** Schema of the JSON body. Absent for an operation without a body. */
  readonly payload?: Schema.Schema.AnyNoContext
  /** Schema of the query. Absent for an operation without one. */
  readonly query?: Schema.Schema.AnyNoContext
  /** Schema of a success body, whatever its status. Absent for an answer without a body. */
  readonly success?: Schema.Schema.AnyNoContext
  /** Status of a success. @default 200, or 204 without a body */
  readonly status?: number
  /** Narrower schemas of the success body for an operation whose status depends on it. */
  readonly byStatus?: Readonly<Record<number, Schema.Schema.AnyNoContext>>
  /** Statuses with which the operation fails, usually one of the lists of `Problems`. */
  readonly errors: ReadonlyArray<ProblemStatus>
  /** Rules for repeating the operation. */
  readonly rules: Omit<Rules, "name">
  /** Set when the caller has to give the key, because the server's answer to it outlives the program. */
  readonly callerKey?: true
  /** Set when the operation's own description names the idempotency header. */
  readonly documentsKey?: true
  /** Credentials that the operation accepts; empty for a public one. @default API key and JWT */
  readonly credentials?: ReadonlyArray<CredentialKind>
  /** Set for a read whose answers have an entity tag: sent back in `If-None-Match`, it is answered with 304 if it stands. */
  readonly conditional?: true
  /** Set when the vendor has retired the operation. */
  readonly retired?: true
}

/**
 * Declares an operation and keeps the literal types of its name, method, path and errors.
 *
 * @since 0.1.0
 * @category constructors
 */
export const operation = <const Op extends ApiOperation>(operation: Op): Op => operation

/**
 * Tells an operation from the other exports of a group's module.
 *
 * @since 0.1.0
 * @category guards
 */
export const isOperation = (value: unknown): value is ApiOperation =>
  Predicate.hasProperty(value, "rules") && Predicate.hasProperty(value, "summary")

/**
 * Rules of an operation with its name, as the idempotency layer takes them. Without a body the status alone shows that an
 * answer is the API's own, so that no other status is a success then.
 *
 * @since 0.1.0
 * @category combinators
 */
export const rulesOf = (
  { byStatus, name, rules, status, success }: Pick<ApiOperation, "byStatus" | "name" | "rules" | "status" | "success">
): Rules =>
  success === undefined
    ? { ...rules, name, answers: [status ?? 204] }
    : { ...rules, name, successes: byStatus === undefined ? [status ?? 200] : Object.keys(byStatus).map(Number) }

/**
 * Names of the parameters in a path.
 *
 * @since 0.1.0
 * @category models
 */
export type PathParameter<Path extends string> = Path extends `${string}/:${infer Name}/${infer Rest}`
  ? Name | PathParameter<`/${Rest}`>
  : Path extends `${string}/:${infer Name}` ? Name
  : never

/**
 * Operations among the exports of a group's module.
 *
 * @since 0.1.0
 * @category models
 */
export type OperationsOf<Module> = {
  [Key in keyof Module]: Module[Key] extends ApiOperation ? Module[Key] : never
}[keyof Module]
