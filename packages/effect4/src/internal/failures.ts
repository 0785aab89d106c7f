import * as Core from "@qurl/idempotency"
import type * as Sdk from "@qurl/sdk"
import * as Cause3 from "effect3/Cause"
import { BatchStoppedError } from "../errors/BatchStoppedError.js"
import { CallDefect, KeyError } from "../errors/CallError.js"
import { ConfigurationError } from "../errors/ConfigurationError.js"
import { CridError } from "../errors/CridError.js"
import * as JobErrors from "../errors/JobError.js"
import * as QurlErrors from "../errors/QurlError.js"
import * as WebhookErrors from "../errors/WebhookError.js"
import type { NativeError } from "./native.js"

/** Failures of the engine. */
export type Error3 =
  | Sdk.QurlError
  | Sdk.BatchStoppedError
  | Sdk.ConfigurationError
  | Sdk.Crid.CridError
  | Sdk.Journal.JobError
  | Sdk.Journal.JournalError
  | Sdk.KeyError
  | Sdk.WebhookEvent.WebhookEventError
  | Sdk.WebhookEvent.WebhookSignatureError

type Constructor = new(fields: never) => unknown

const classes: Record<Exclude<Error3, Sdk.BatchStoppedError>["_tag"], Constructor> = {
  ...QurlErrors,
  ...JobErrors,
  ...WebhookErrors,
  ConfigurationError,
  CridError,
  KeyError
}

/** An error of the engine as one of Effect 4. */
export const toError = <E extends Error3>(error: E): NativeError<E> => {
  if (error._tag === "BatchStoppedError") {
    const { done, failed, job, message, notSent, reason, unknown } = error
    const fields = { message, job, done, failed, unknown, notSent, reason: toError(reason) }
    // A `BatchStoppedError` is its own counterpart.
    return new BatchStoppedError(fields) as NativeError<E>
  }
  // `errorOf` takes the error of the engine for its fields, and its class has the error's tag.
  return new classes[error._tag](error as never) as NativeError<E>
}

/** A defect of the engine: that of a call comes with its account. */
export const toDefect = (defect: unknown): unknown => {
  const original = Cause3.originalError(defect)
  return original instanceof Core.CallDefect ? new CallDefect(original) : original
}
