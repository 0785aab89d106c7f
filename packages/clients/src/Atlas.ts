/**
 * The Atlas control plane, with its dispatch and workflow operations.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import { KeyGenerator, OptionCheck, type Policy, type Report, RetryPolicy } from "@qurl/idempotency"
import * as Config from "effect/Config"
import type { ConfigError } from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import type { Answered, CallOptions } from "./Answered.js"
import type { ApiError, SetupError } from "./ApiError.js"
import { atlasDialect } from "./AtlasDialect.js"
import type { Endpoint } from "./Endpoint.js"
import { endpoints } from "./internal/atlasEndpoints.js"
import * as Caller from "./internal/caller.js"
import * as Setup from "./internal/setup.js"
import type { JsonObject } from "./Json.js"

/**
 * How the client is built.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Address of the control plane, such as `http://control-plane:8000`. */
  readonly apiUrl: string
  /** Address for spawning agents, if it differs from `apiUrl`. */
  readonly dispatchUrl?: string | undefined
  /** A bearer token, where the installation asks for one. With a token plain http is for this machine only. */
  readonly apiKey?: Redacted.Redacted | undefined
}

/**
 * Options of one call.
 *
 * @since 0.1.0
 * @category models
 */
export interface AtlasOptions extends Omit<CallOptions, "idempotencyKey"> {
  /**
   * - Left out: no key is sent, and nothing is repeated.
   * - `"auto"`: a fresh UUIDv4 for this call, the same for all of its attempts, whatever generator is around.
   * - Any other text of 1 to 255 characters is the key.
   */
  readonly idempotencyKey?: string | undefined
}

/**
 * A deployment to create. Further fields pass through.
 *
 * @since 0.1.0
 * @category models
 */
export interface DeploymentCreate extends JsonObject {
  readonly agent_definition_id: string
  readonly name: string
  readonly environment?: string | undefined
}

/**
 * A plan to create. Further fields pass through.
 *
 * @since 0.1.0
 * @category models
 */
export interface PlanCreate extends JsonObject {
  readonly deployment_id: string
  readonly goal: string
}

/**
 * No answer came in time. With a key, calling again with it and the same input is the same operation, now or after a
 * restart; without one it may have been done and must be looked for.
 *
 * @since 0.1.0
 * @category errors
 */
export class AtlasTimeoutError extends Data.TaggedError("AtlasTimeoutError")<{
  readonly operation: string
  readonly idempotencyKey: string | undefined
  readonly report: Report
}> {
  override get message(): string {
    const next = this.idempotencyKey === undefined
      ? "look before you repeat it"
      : `repeat it with idempotencyKey ${JSON.stringify(this.idempotencyKey)}`
    return `${this.operation}: no answer after ${this.report.attempts} attempt(s), it may have been done; ${next}`
  }
}

/**
 * Everything that an operation can fail with.
 *
 * @since 0.1.0
 * @category errors
 */
export type AtlasError = ApiError | AtlasTimeoutError

type Create<Input> = (
  input: Input,
  options?: AtlasOptions
) => Effect.Effect<Answered<JsonObject>, AtlasError>

/**
 * The operations. With a key an attempt is repeated under it after 502, 503, 504, 429 and connection failures, and the
 * server does the work once; see {@link AtlasOptions} for where the key comes from.
 *
 * @since 0.1.0
 * @category models
 */
export interface AtlasService {
  /** Creates an agent class. A retry sends the same key; without a key there is none. */
  readonly createAgentClass: Create<JsonObject>
  /** Creates an agent definition. A retry sends the same key; without a key there is none. */
  readonly createAgentDefinition: Create<JsonObject>
  /** Creates a model provider. A retry sends the same key; without a key there is none. */
  readonly createModelProvider: Create<JsonObject>
  /** Creates a system prompt. A retry sends the same key; without a key there is none. */
  readonly createSystemPrompt: Create<JsonObject>
  /** Creates a deployment. A retry sends the same key; without a key there is none. */
  readonly createDeployment: Create<DeploymentCreate>
  /** Creates a grasp analysis. A retry sends the same key; without a key there is none. */
  readonly createGraspAnalysis: Create<JsonObject>
  /** Spawns an agent. A retry sends the same key; without a key there is none. */
  readonly spawnAgent: Create<JsonObject>
  /** Creates a plan for a deployment. A retry sends the same key; without a key there is none. */
  readonly createPlan: Create<PlanCreate>
  /** Appends tasks to a plan. A retry sends the same key; without a key there is none. */
  readonly appendTasks: (
    planId: string,
    tasks: ReadonlyArray<JsonObject>,
    options?: AtlasOptions
  ) => Effect.Effect<Answered<JsonObject>, AtlasError>
  /** Deployments as a resource. */
  readonly deployments: { readonly create: Create<DeploymentCreate> }
  /** Plans as a resource. */
  readonly plans: { readonly create: Create<PlanCreate> }
}

/**
 * The client's policy. An attempt may take longer than the 30 seconds for which the server lets a duplicate wait.
 *
 * @since 0.1.0
 * @category constructors
 */
export const policy: Policy = {
  ...RetryPolicy.keyed,
  attemptTimeout: Duration.seconds(45),
  deadline: Duration.minutes(4)
}

/**
 * The client. Debug logs show each request with its id and its whole key:
 * `Request: POST /api/v1/deployments request_id=abc123 idempotency_key=deploy-v1`.
 *
 * @example
 * import { Atlas } from "@qurl/clients"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const atlas = yield* Atlas
 *   const deployment = { agent_definition_id: "def-1", name: "bughunter" }
 *   return yield* atlas.deployments.create(deployment, { idempotencyKey: "deploy-bughunter-prod-v2" })
 * })
 *
 * @since 0.1.0
 * @category tags
 */
export class Atlas extends Context.Tag("@qurl/clients/Atlas")<Atlas, AtlasService>() {
  /** The client as configured. It needs an `HttpClient`. */
  static readonly layer = (options: Options): Layer.Layer<Atlas, SetupError, HttpClient.HttpClient> =>
    Layer.effect(Atlas, make(options))

  /** The client with options from `Config`. */
  static readonly layerConfig = (
    config: Config.Config.Wrap<Options>
  ): Layer.Layer<Atlas, SetupError | ConfigError, HttpClient.HttpClient> =>
    Layer.effect(Atlas, Effect.flatMap(Config.unwrap(config), make))
}

const kinds: OptionCheck.Kinds<Options> = {
  apiUrl: OptionCheck.required(OptionCheck.text),
  dispatchUrl: OptionCheck.text,
  apiKey: { ...Setup.secret, isRequired: false }
}

const make = Effect.fnUntraced(function*(options: Options) {
  yield* Setup.check(options, kinds)
  const apiKey = options.apiKey === undefined ? undefined : yield* Setup.apiKey(options.apiKey)
  const apiUrl = yield* Setup.address("apiUrl", options.apiUrl, apiKey !== undefined)
  const dispatchUrl = options.dispatchUrl === undefined
    ? apiUrl
    : yield* Setup.address("dispatchUrl", options.dispatchUrl, apiKey !== undefined)
  const { call } = yield* Caller.make({
    dialect: atlasDialect,
    headers: apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
    secrets: apiKey === undefined ? [] : [apiKey],
    generator: KeyGenerator.uuidV4,
    policy
  })

  const send = (
    endpoint: Endpoint,
    body: JsonObject,
    options: AtlasOptions = {},
    ids: { readonly [name: string]: string } = {}
  ): Effect.Effect<Answered<JsonObject>, AtlasError> => {
    const { idempotencyKey: key, ...rest } = options
    const sent = call(endpoint, {
      baseUrl: endpoint === endpoints.spawnAgent ? dispatchUrl : apiUrl,
      ids,
      body,
      options: key === undefined || key === "auto" ? rest : { ...rest, idempotencyKey: key },
      read: Caller.object
    })
    const generator = key === undefined ? KeyGenerator.none : KeyGenerator.uuidV4
    return Effect.provide(sent, generator).pipe(
      Effect.catchTag("TransportError", (error): Effect.Effect<never, AtlasError> => {
        const { reason, report } = error
        const { idempotencyKey, operation } = report
        return Effect.fail(reason === "timeout" ? new AtlasTimeoutError({ operation, idempotencyKey, report }) : error)
      })
    )
  }

  const create = (endpoint: Endpoint) =>
    Effect.fn(`Atlas.${endpoint.rules.name}`)((body: JsonObject, options?: AtlasOptions) =>
      send(endpoint, body, options)
    )

  const createDeployment = create(endpoints.createDeployment)
  const createPlan = Effect.fn("Atlas.createPlan")(
    ({ deployment_id, ...plan }: PlanCreate, options?: AtlasOptions) =>
      send(endpoints.createPlan, plan, options, { deployment_id })
  )

  return Atlas.of({
    createAgentClass: create(endpoints.createAgentClass),
    createAgentDefinition: create(endpoints.createAgentDefinition),
    createModelProvider: create(endpoints.createModelProvider),
    createSystemPrompt: create(endpoints.createSystemPrompt),
    createDeployment,
    createGraspAnalysis: create(endpoints.createGraspAnalysis),
    spawnAgent: create(endpoints.spawnAgent),
    createPlan,
    appendTasks: Effect.fn("Atlas.appendTasks")(
      (plan_id: string, tasks: ReadonlyArray<JsonObject>, options?: AtlasOptions) =>
        send(endpoints.appendTasks, { tasks }, options, { plan_id })
    ),
    deployments: { create: createDeployment },
    plans: { create: createPlan }
  })
})
