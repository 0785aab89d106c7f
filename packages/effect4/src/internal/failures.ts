import * as Core from "@qurl/idempotency"
import type * as Sdk from "@qurl/sdk"
import * as Cause3 from "effect3/Cause"
import { BatchStoppedError } from "../BatchStoppedError.js"
import { CallDefect, KeyError } from "../CallError.js"
import { ConfigurationError } from "../ConfigurationError.js"
import * as E from "../QurlError.js"
import type { NativeError } from "./native.js"

/** Failures of the engine, without those of journaled jobs, which this package does not have. */
export type Error3 =
  | Sdk.QurlError
  | Sdk.ConfigurationError
  | Sdk.KeyError
  | Sdk.BatchStoppedError

type Constructor = new(fields: never) => unknown

const classes: Record<Exclude<Error3, Sdk.BatchStoppedError>["_tag"], Constructor> = {
  AuthenticationError: E.AuthenticationError,
  AuthorizationError: E.AuthorizationError,
  NotFoundError: E.NotFoundError,
  ValidationError: E.ValidationError,
  ConflictError: E.ConflictError,
  GoneError: E.GoneError,
  IdempotencyConflictError: E.IdempotencyConflictError,
  IdempotencyInFlightError: E.IdempotencyInFlightError,
  RateLimitError: E.RateLimitError,
  ServerError: E.ServerError,
  NetworkError: E.NetworkError,
  TimeoutError: E.TimeoutError,
  UnexpectedResponseError: E.UnexpectedResponseError,
  ConfigurationError,
  KeyError
}

/** An error of the engine as one of Effect 4. */
export const toError = <E extends Error3>(error: E): NativeError<E> => {
  if (error._tag === "BatchStoppedError") {
    const { done, failed, message, notSent, reason, unknown } = error
    // A `BatchStoppedError` is its own counterpart.
    return new BatchStoppedError({ message, done, failed, unknown, notSent, reason: toError(reason) }) as NativeError<E>
  }
  // `errorOf` takes the error of the engine for its fields, and its class has the error's tag.
  return new classes[error._tag](error as never) as NativeError<E>
}

/** A defect of the engine: that of a call comes with its account. */
export const toDefect = (defect: unknown): unknown => {
  const original = Cause3.originalError(defect)
  return original instanceof Core.CallDefect ? new CallDefect(original) : original
}
