import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as OpenApi from "@effect/platform/OpenApi"
import { Operation } from "@qurl/idempotency/Operation"
import * as Context from "effect/Context"
import * as Schema from "effect/Schema"
import { type ApiOperation, isOperation, type OperationsOf, type PathParameter, rulesOf } from "../ApiOperation.js"
import { Credentials } from "../Credentials.js"
import { KeyDocumented } from "../KeyDocumented.js"
import { KeyedHeaders, keyHeaders } from "../KeyedHeaders.js"
import * as Problem from "../Problem.js"
import { isPublic } from "./openApi.js"

type TypeAt<Op, Key extends string> = Op extends { readonly [_ in Key]: Schema.Schema<infer A, infer _I> } ? A : never

type Parameters<Op extends ApiOperation> = [PathParameter<Op["path"]>] extends [never] ? never
  : { readonly [Name in PathParameter<Op["path"]>]: string }

const ConditionalHeaders = Schema.Struct({
  "if-none-match": Schema.optional(Schema.String.annotations({ description: "Entity tag of an earlier answer" }))
})

type Headers<Op extends ApiOperation> = Op["rules"]["idempotency"] extends "keyed" ? typeof KeyedHeaders.Type
  : Op extends { readonly conditional: true } ? typeof ConditionalHeaders.Type
  : never

/** A 304 has no body. */
type Success<Op extends ApiOperation> = Op extends { readonly success: Schema.Schema<infer A, infer _I> }
  ? Op extends { readonly conditional: true } ? A | void : A
  : void

/** Data that travels with a status of 400 or more, among the errors of `HttpApi`. */
type Refused<Op extends ApiOperation> = Op extends
  { readonly byStatus: { readonly 400: Schema.Schema<infer A, infer _I> } } ? A
  : never

/** Endpoint of an operation. */
export type EndpointOf<Op extends ApiOperation> = Op extends ApiOperation ? HttpApiEndpoint.HttpApiEndpoint<
    Op["name"],
    Op["method"],
    Parameters<Op>,
    TypeAt<Op, "query">,
    TypeAt<Op, "payload">,
    Headers<Op>,
    Success<Op>,
    Problem.ProblemOf<Op["errors"][number]> | Refused<Op>
  >
  : never

/** The part of an endpoint's interface that does not depend on the types gathered so far. */
interface Draft {
  setPath(schema: Schema.Schema.Any): Draft
  setHeaders(schema: Schema.Schema.Any): Draft
  setPayload(schema: Schema.Schema.Any): Draft
  setUrlParams(schema: Schema.Schema.Any): Draft
  addSuccess(schema: Schema.Schema.Any, annotations?: { readonly status?: number }): Draft
  addError(schema: Schema.Schema.Any, annotations?: { readonly status?: number }): Draft
}

const parametersOf = (path: string) =>
  Array.from(path.matchAll(/:([a-z_]+)/g), ([, name]) => [String(name), Schema.NonEmptyString] as const)

const annotationsOf = (operation: ApiOperation): Context.Context<never> => {
  const context = Context.make(Operation, rulesOf(operation)).pipe(
    Context.add(KeyDocumented, operation.documentsKey ?? false),
    Context.add(OpenApi.Summary, operation.summary),
    Context.merge(
      operation.description === undefined
        ? Context.empty()
        : Context.make(OpenApi.Description, operation.description)
    ),
    Context.merge(
      operation.credentials === undefined
        ? Context.empty()
        : Context.make(Credentials, operation.credentials)
    ),
    Context.merge(
      operation.credentials?.length === 0
        ? Context.make(OpenApi.Override, { [isPublic]: true })
        : Context.empty()
    ),
    Context.merge(operation.retired === true ? Context.make(OpenApi.Deprecated, true) : Context.empty())
  )
  return context
}

/** Derives the endpoint of an operation. */
const endpoint = <Op extends ApiOperation>(operation: Op): EndpointOf<Op> => {
  const { byStatus, conditional, errors, method, name, path, payload, query, rules, status, success }: ApiOperation =
    operation
  let draft: Draft = HttpApiEndpoint.make(method)(name, path).annotateContext(annotationsOf(operation))
  const parameters = parametersOf(path)
  if (parameters.length > 0) draft = draft.setPath(Schema.Struct(Object.fromEntries(parameters)))
  if (rules.idempotency === "keyed") {
    draft = draft.setHeaders(rules.keyRules === undefined ? KeyedHeaders : keyHeaders(rules.keyRules))
  }
  if (conditional === true) {
    draft = draft.setHeaders(ConditionalHeaders).addSuccess(
      HttpApiSchema.Empty(304).annotations({ description: "Not modified" })
    )
  }
  if (payload !== undefined) draft = draft.setPayload(payload)
  if (query !== undefined) draft = draft.setUrlParams(query)
  const answers = Object.entries(byStatus ?? {}).map(([status, schema]) => [Number(status), schema] as const)
  for (const [status, schema] of answers) {
    draft = status < 400 ? draft.addSuccess(schema, { status }) : draft.addError(schema, { status })
  }
  if (answers.length === 0) {
    draft = success === undefined
      ? draft.addSuccess(HttpApiSchema.NoContent)
      : draft.addSuccess(success, { status: status ?? 200 })
  }
  for (const status of errors) draft = draft.addError(Problem.byStatus[status])
  // Every type argument of EndpointOf is that of the schema set above.
  return draft as EndpointOf<Op>
}

type GroupOf<Id extends string, Endpoint extends HttpApiEndpoint.HttpApiEndpoint.Any> = HttpApiGroup.HttpApiGroup<
  Id,
  Endpoint,
  never
>

/** Derives the group of the operations that a module exports. */
export const group = <const Id extends string, Module extends object>(id: Id, module: Module) => {
  let built: GroupOf<Id, HttpApiEndpoint.HttpApiEndpoint.Any> = HttpApiGroup.make(id)
  for (const operation of Object.values(module).filter(isOperation)) built = built.add(endpoint(operation))
  // OperationsOf names the types of the exports that isOperation lets through.
  return built as GroupOf<Id, EndpointOf<OperationsOf<Module>>>
}
