import { Operation } from "@qurl/idempotency/Operation"
import * as Context from "effect/Context"
import { type Described, rulesOf } from "../Described.js"
import { KeyDocumented } from "../KeyDocumented.js"

/** What is known of an operation besides its shape, as annotations of its endpoint. */
export const known = (operation: Described): Context.Context<Operation | KeyDocumented> =>
  Context.make(Operation, rulesOf(operation)).pipe(
    Context.add(KeyDocumented, operation.documentsKey ?? false)
  )
