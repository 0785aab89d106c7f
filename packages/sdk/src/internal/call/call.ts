import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type { Envelope } from "@qurl/contract"
import type { ApiOperation } from "@qurl/contract/ApiOperation"
import { qurlDialect } from "@qurl/contract/QurlDialect"
import type { CallError } from "@qurl/idempotency"
import * as Idempotent from "@qurl/idempotency/Idempotent"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { isReadonlyRecord } from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import type { CallOptions } from "../../Input.js"
import type { QurlError } from "../../QurlError.js"
import type { Page, ReadMeta, WriteMeta } from "../../Result.js"
import type { ValidatedOptions } from "../checks/validatedOptions.js"
import type { ErrorOf } from "../errors/errorOf.js"
import { version } from "../version.js"
import {
  type Breach,
  type Condition,
  page,
  read,
  readMeta,
  readUnchanged,
  type Succeeded,
  writeMeta
} from "./answer.js"
import type { Compiled } from "./compiled.js"
import * as EntityTag from "./entityTag.js"
import { type Failing, fromCallError, invalid } from "./failure.js"
import { rulesUnder } from "./operationRules.js"
import * as Request from "./request.js"

/** Input of a call. */
interface Arguments<Success> extends Request.Input {
  readonly options?: CallOptions | undefined
  readonly breach?: Breach<Success>
}

/** Input of a call that may be under a condition. */
interface ConditionalArguments<Success, A> extends Arguments<Success> {
  readonly condition?: Condition<A> | undefined
}

/** An operation that keeps the type of its description, which says how it can fail. */
type Of<Success, Op> = Compiled<Success> & { readonly operation: Op }

type Enveloped<Data> = { readonly data: Data }

type Listed<A> = { readonly data: ReadonlyArray<A>; readonly meta?: Envelope.ListMeta | undefined }

/** Makes calls of described operations. */
export interface Caller {
  /**
   * A call whose result is made of the answer by `result`, within the call: an interruption between the two would lose what
   * a derived key counts as received.
   */
  readonly call: <Success, A, Op extends ApiOperation>(
    operation: Of<Success, Op>,
    args: ConditionalArguments<Success, A>,
    result: (succeeded: Succeeded<Success>) => A
  ) => Effect.Effect<A, ErrorOf<Op>>
  /** A call whose result is the answer's data. */
  readonly read: <Data extends object, Op extends ApiOperation>(
    operation: Of<Enveloped<Data>, Op>,
    args: Arguments<Enveloped<Data>>
  ) => Effect.Effect<Data & { readonly meta: ReadMeta }, ErrorOf<Op>>
  /** The same for a write, whose result also tells how it came about. */
  readonly write: <Data extends object, Op extends ApiOperation>(
    operation: Of<Enveloped<Data>, Op>,
    args: Arguments<Enveloped<Data>>
  ) => Effect.Effect<Data & { readonly meta: WriteMeta }, ErrorOf<Op>>
  /** The same for one page of a list. */
  readonly list: <A, Op extends ApiOperation>(
    operation: Of<Listed<A>, Op>,
    args: Arguments<Listed<A>>
  ) => Effect.Effect<Page<A>, ErrorOf<Op>>
  /** A delete, whose answer has no body. */
  readonly remove: <Op extends ApiOperation>(
    operation: Of<void, Op>,
    args: Arguments<void>
  ) => Effect.Effect<{ readonly meta: WriteMeta }, ErrorOf<Op>>
}

/** The core checks the values. */
const kinds: OptionCheck.Kinds<CallOptions> = {
  idempotencyKey: OptionCheck.anything,
  retry: OptionCheck.anything,
  timeout: OptionCheck.anything,
  deadline: OptionCheck.anything
}

/** The options by name: a spread leaves out what an object has from its class or its prototype. */
const named = (options: CallOptions | undefined): CallOptions =>
  options === undefined ? {} : {
    idempotencyKey: options.idempotencyKey,
    retry: options.retry,
    timeout: options.timeout,
    deadline: options.deadline
  }

const isCallError = (error: QurlError | CallError): error is CallError =>
  error._tag === "TransportError" || error._tag === "KeyError" || error._tag === "OptionError"

/** Narrows the errors of a call without a key: neither the server nor the guard has one to refuse. */
const withoutKey = <A>(call: Effect.Effect<A, QurlError>) =>
  Effect.catchTags(call, { IdempotencyConflictError: Effect.die, IdempotencyInFlightError: Effect.die })

/** Secrets in the request that the server might repeat: the token of a link, an access code or a capability. */
const secretsOf = (payload: unknown): ReadonlyArray<string> =>
  isReadonlyRecord(payload)
    ? [payload.access_token, payload.code, payload.mint_capability]
      .map((secret) => Redacted.isRedacted(secret) ? Redacted.value(secret) : secret)
      .filter((secret) => typeof secret === "string")
    : []

/** A request under a condition, whose tag has been checked. */
const under = (
  request: HttpClientRequest.HttpClientRequest,
  condition: Condition<unknown> | undefined
): HttpClientRequest.HttpClientRequest =>
  condition === undefined ? request : HttpClientRequest.setHeader(request, "if-none-match", String(condition.etag))

/** Makes calls for one configuration, through one gate, one retry budget and one memory of used keys. */
export const make = (config: ValidatedOptions): Effect.Effect<Caller, never, HttpClient.HttpClient> =>
  Effect.gen(function*() {
    // The options were validated under the SDK's own names.
    const idempotent = yield* Effect.orDie(
      Idempotent.make(yield* HttpClient.HttpClient, { dialect: qurlDialect, tenant: config.tenant })
    )
    const apiKey = Redacted.value(config.apiKey)
    const url = config.baseUrl
    const { host } = new URL(url)
    const program = config.userAgent === undefined ? "" : `${config.userAgent} `
    const anonymous = { accept: "application/json", "user-agent": `${program}qurl-effect/${version}` }
    const bases = {
      anonymous: Request.base(url, anonymous),
      identified: Request.base(url, { ...anonymous, authorization: `Bearer ${apiKey}` })
    }

    /** The result is made within the call, so that an interruption of the caller cannot come between the two. */
    const send = <Success, A>(
      operation: Compiled<Success>,
      { breach, condition, options, ...input }: ConditionalArguments<Success, A>,
      result: (succeeded: Succeeded<Success>) => A
    ): Effect.Effect<A, QurlError> => {
      const rules = rulesUnder(config, operation)
      const base = operation.operation.credentials?.length === 0 ? bases.anonymous : bases.identified
      const request = Request.make(operation, input, base)
      const call: Failing = {
        operation: rules.name,
        method: operation.operation.method,
        host,
        // An input that was refused may not even be readable.
        secrets: Either.isLeft(request) ? [apiKey] : [apiKey, ...secretsOf(input.payload)],
        successes: rules.successes,
        statuses: operation.operation.errors
      }
      const unknown = options === undefined ? undefined : OptionCheck.find(options, kinds)
      if (unknown !== undefined) return Effect.fail(invalid(call, { [unknown.option]: unknown.problem }))
      if (operation.operation.callerKey === true && typeof options?.idempotencyKey !== "string") {
        return Effect.fail(invalid(call, { idempotencyKey: "is missing: give a key of your own, and keep it" }))
      }
      const wrongTag = condition === undefined ? undefined : EntityTag.problem(condition.etag)
      if (wrongTag !== undefined) return Effect.fail(invalid(call, { etag: wrongTag }))
      if (Either.isLeft(request)) return Effect.fail(invalid(call, request.left))
      const failed = (error: CallError) => Effect.fail(fromCallError(call, error))
      // Not `catchAll`, which takes a step after a success: a result that is lost there has used its key up.
      return Effect.catchAllCause(
        idempotent.executeWith(under(request.right, condition), { ...named(options), operation: rules }, (answer) => {
          const unchanged = condition === undefined ? Option.none() : readUnchanged(call, answer, condition)
          if (Option.isSome(unchanged)) return unchanged.value
          const succeeded = read(operation, call, answer, breach)
          return Either.isRight(succeeded) ? Either.right(result(succeeded.right)) : Either.left(succeeded.left)
        }),
        (cause): Effect.Effect<never, QurlError> =>
          Either.match(Cause.failureOrCause(cause), {
            onLeft: (error) => isCallError(error) ? failed(error) : Effect.fail(error),
            onRight: Effect.failCause
          })
      )
    }

    const perform: Caller["call"] = <Success, A, Op extends ApiOperation>(
      operation: Of<Success, Op>,
      args: ConditionalArguments<Success, A>,
      result: (succeeded: Succeeded<Success>) => A
    ) => {
      const sent = send(operation, args, result)
      // `fromAnswer` makes the errors of declared statuses only, and `withoutKey` leaves none of a key.
      // @effect-diagnostics-next-line unsafeEffectTypeAssertion:off
      return (operation.rules.idempotency === "keyed" ? sent : withoutKey(sent)) as Effect.Effect<A, ErrorOf<Op>>
    }

    return {
      call: perform,
      read: (operation, args) =>
        perform(operation, args, ({ report, value }) => ({ ...value.data, meta: readMeta(report) })),
      write: (operation, args) =>
        perform(operation, args, ({ report, value }) => ({ ...value.data, meta: writeMeta(report) })),
      list: (operation, args) => perform(operation, args, ({ report, value }) => page(value.data, value.meta, report)),
      remove: (operation, args) => perform(operation, args, ({ report }) => ({ meta: writeMeta(report) }))
    }
  })
