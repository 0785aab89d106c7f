// The types of the engine as types of Effect 4. What the SDK gains in operations, options or fields appears here.
import type * as Sdk from "@qurl/sdk"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type * as Stream from "effect/Stream"
import type * as Duration3 from "effect3/Duration"
import type * as Effect3 from "effect3/Effect"
import type * as Redacted3 from "effect3/Redacted"
import type * as Stream3 from "effect3/Stream"
import type { BatchStoppedError } from "../errors/BatchStoppedError.js"
import type { KeyError } from "../errors/CallError.js"
import type { ConfigurationError } from "../errors/ConfigurationError.js"
import type { CridError } from "../errors/CridError.js"
import type { JobError, JournalError } from "../errors/JobError.js"
import type { QurlError } from "../errors/QurlError.js"
import type { WebhookEventError, WebhookSignatureError } from "../errors/WebhookError.js"

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false

type Scalar = string | number | bigint | boolean | null | undefined | Date | Uint8Array

type AnyError =
  | QurlError
  | BatchStoppedError
  | ConfigurationError
  | CridError
  | JobError
  | JournalError
  | KeyError
  | WebhookEventError
  | WebhookSignatureError

/** Errors of this package, by their tags. */
type Errors = {
  readonly [E in AnyError as E["_tag"]]: E
}

/** An error without a class of this package. No program can handle it, and the tests refuse to compile. */
export interface MissingError<Tag> {
  readonly missing: Tag
}

/** A value whose parts are those of Effect 4. */
export type Native<T> = T extends Scalar ? T
  : T extends Duration3.Duration ? Duration.Duration
  : T extends Redacted3.Redacted<infer A> ? Redacted.Redacted<Native<A>>
  : T extends ReadonlyArray<unknown> ? { readonly [I in keyof T]: Native<T[I]> }
  : T extends Sdk.QurlError ? NativeError<T>
  : T extends object ? NativeObject<T>
  : T

type NativeObject<T> = { readonly [K in keyof T]: Native<T[K]> }

export type NativeError<E> = E extends { readonly _tag: infer Tag }
  ? Tag extends keyof Errors ? Errors[Tag] : MissingError<Tag>
  : MissingError<E>

type NativeArguments<Args extends ReadonlyArray<unknown>> = { [I in keyof Args]: Native<Args[I]> }

/** The rows of a bulk job. The inference of arguments makes their errors and requirements unknown. */
type Rows3 = Iterable<Sdk.CreateInput> | Stream3.Stream<Sdk.CreateInput, unknown, unknown>

/** Options of a bulk job. */
export type BulkOptions = Native<Sdk.BatchAllOptions>

/** The one method with type parameters: no mapping keeps them. */
type BatchCreateAll<Self = never> = <E = never, R = never>(
  rows: Iterable<Native<Sdk.CreateInput>> | Stream.Stream<Native<Sdk.CreateInput>, E, R>,
  options?: BulkOptions
) => Stream.Stream<
  Native<Sdk.BatchRow>,
  NativeError<Sdk.BatchAllError> | E,
  R | Self
>

/** The methods of a service; `Self` is what they need. */
export type Methods<Service, Self = never> = {
  readonly [K in keyof Service]: Service[K] extends (...args: infer Args) => Effect3.Effect<infer A, infer E, infer _R>
    ? (...args: NativeArguments<Args>) => Effect.Effect<Native<A>, NativeError<E>, Self>
    : Service[K] extends (...args: infer Args) => Stream3.Stream<infer A, infer E, infer _R>
      ? Same<Args[0], Rows3> extends true ? BatchCreateAll<Self>
      : (...args: NativeArguments<Args>) => Stream.Stream<Native<A>, NativeError<E>, Self>
    : MissingError<K>
}
