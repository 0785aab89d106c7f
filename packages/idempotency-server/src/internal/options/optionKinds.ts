import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Predicate from "effect/Predicate"
import type { SealingSecret, SealOptions, StoreOptions } from "../../Web/Setup.js"
import type * as Web from "../../Web/Setup.js"
import type { Options } from "../middleware/options.js"
import { choice, millis, policy, webParts } from "./policyKinds.js"

const dialect = OptionCheck.kind(
  "a dialect, such as `standard`",
  (value) => Predicate.isRecord(value) && typeof value["header"] === "string" && Predicate.isRecord(value["keyRules"])
)

/** Functions that a request passes, with Effect and without. */
const functions = {
  principal: OptionCheck.required(OptionCheck.fn),
  sameness: OptionCheck.fn,
  admit: OptionCheck.fn,
  repeated: OptionCheck.fn,
  render: OptionCheck.fn
}

/** Kinds of the options of the middleware. */
export const middleware: OptionCheck.Kinds<Options<never>> = {
  ...policy,
  ...functions,
  dialect: OptionCheck.required(dialect),
  isKeyed: OptionCheck.fn,
  grace: OptionCheck.duration
}

/** Adapters may have more than their type asks for. */
const transactions = OptionCheck.kind(
  "an adapter, such as `pgTransactions(pool)`",
  (value) => Predicate.isRecord(value) && Predicate.isFunction(value["run"]) && Predicate.isFunction(value["query"])
)

type Type = StoreOptions<unknown>["type"]
type StoreOf<Name extends Type> = Extract<StoreOptions<unknown>, { readonly type: Name }>

const type = OptionCheck.required(choice<Type>({ memory: true, sqlite: true, postgres: true, redis: true }))
const address = OptionCheck.required(OptionCheck.text)

const stores = {
  memory: OptionCheck.nested<StoreOf<"memory">>({ type }),
  sqlite: OptionCheck.nested<StoreOf<"sqlite">>({ type, filename: address, transactions }),
  postgres: OptionCheck.nested<StoreOf<"postgres">>({ type, url: address, schema: OptionCheck.text, transactions }),
  redis: OptionCheck.nested<StoreOf<"redis">>({
    type,
    url: address,
    prefix: OptionCheck.kind("a text", Predicate.isString)
  })
} satisfies { readonly [Name in Type]: OptionCheck.Kind }

const isType = (value: unknown): value is Type => type.find(value, "") === undefined

const store: OptionCheck.Kind = {
  expected: `{ type, ... }, whose type is ${type.expected}`,
  isRequired: true,
  find: (value, option) => {
    if (!Predicate.isRecord(value)) return { option, problem: `is not an object: give ${store.expected}` }
    const { type: given } = value
    if (isType(given)) return stores[given].find(value, option)
    return given === undefined
      ? { option: `${option}.type`, problem: `is missing: give ${type.expected}` }
      : type.find(given, `${option}.type`)
  }
}

const secret = OptionCheck.nested<SealingSecret>({ id: address, secret: address })

/** Kinds of the options without Effect. */
export const web: OptionCheck.Kinds<Web.Options<unknown>> = {
  store,
  ...webParts,
  ...functions,
  dialect,
  sealed: OptionCheck.nested<SealOptions>({
    lookup: address,
    sealing: OptionCheck.required(secret),
    others: OptionCheck.list(secret)
  }),
  graceMillis: millis
}
