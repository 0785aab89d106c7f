import type * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import type { Dialect } from "../../Dialect.js"
import * as Fingerprint from "../../Fingerprint.js"
import { type Intent, isRead, repeatable } from "../../Intent.js"
import type { Service as Observer } from "../../Observability/CallObserver.js"
import type { Rules } from "../../Operation.js"
import type { Policy } from "../../RetryPolicy.js"
import type { Call, Service as Generator } from "../keys/keyRequest.js"
import type { Run } from "../keys/slots.js"
import { monotonicMillis } from "../monotonic.js"
import type { Named, Nameless } from "./naming.js"

const canRepeatBody = ({ body }: HttpClientRequest.HttpClientRequest) =>
  body._tag !== "Stream" && (body._tag !== "Raw" || typeof body.body === "string")

/** Parts of the description of a call. */
export interface Parts {
  readonly clock: Clock.Clock
  readonly dialect: Dialect
  readonly rules: Rules
  readonly generator: Generator
  readonly run: Run | undefined
  readonly request: HttpClientRequest.HttpClientRequest
  readonly observer: Observer
  /** The caller's own key. */
  readonly given: string | undefined
  readonly policy: Policy
  readonly path: string
  /** Path with query. */
  readonly url: string
  /** Digest of host and tenant. */
  readonly scope: string
  readonly startedAt: number
}

/** Everything about a call but its key. It has methods, and no functions of its own: calls in flight hold it. */
export class Described implements Nameless {
  private print: Option.Option<string> | undefined

  constructor(readonly parts: Parts) {}

  get generator(): Generator {
    return this.parts.generator
  }

  get operation(): string {
    return this.parts.rules.name
  }

  get run(): Run | undefined {
    return this.parts.run
  }

  get fingerprint(): Option.Option<string> {
    return this.print ??= Fingerprint.fromBody(this.parts.request.body)
  }

  /** Requests of one lane share a pace. */
  get lane(): string {
    const { request, scope } = this.parts
    return `${scope} ${isRead(request.method) ? "reads" : "writes"}`
  }

  identity(): string {
    const { request, scope, url } = this.parts
    return [scope, this.operation, request.method, url, Option.getOrElse(this.fingerprint, () => "")].join(" ")
  }

  millisLeft(): number {
    return this.deadlineAt - monotonicMillis(this.parts.clock)
  }

  call(onEnd: Call["onEnd"]): Call {
    const { dialect, request, scope, url } = this.parts
    const fingerprint = () => this.fingerprint
    return {
      operation: this.operation,
      method: request.method,
      url,
      scope,
      get fingerprint() {
        return fingerprint()
      },
      retentionMillis: dialect.retentionMillis,
      onEnd
    }
  }

  /** The call's slot in the guard, under a key. */
  slotOf(key: string): string {
    const { request, scope, url } = this.parts
    return `${scope} ${request.method} ${url} ${key}`
  }

  intentOf({ key, origin }: Named): Intent {
    const { dialect, path, policy, request, rules, startedAt } = this.parts
    return {
      rules,
      method: request.method,
      path,
      key,
      origin,
      fingerprint: () => this.fingerprint,
      startedAt,
      deadlineAt: this.deadlineAt,
      policy,
      dialect,
      repeatable: canRepeatBody(request)
        ? repeatable(rules, policy, dialect, Option.isSome(key))
        : { lost: false, notSent: false, statuses: [] },
      isConditional: isRead(request.method)
        && (request.headers["if-none-match"] !== undefined || request.headers["if-modified-since"] !== undefined)
    }
  }

  private get deadlineAt(): number {
    return this.parts.startedAt + Duration.toMillis(this.parts.policy.deadline)
  }
}
