import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Mailbox from "effect/Mailbox"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as Body from "./body.js"

/** Chunks that may wait for a slow client. */
const capacity = 16

/** Ends the connection of a response that cannot be finished, which its client would else take for complete. */
const cut = ({ source }: HttpServerRequest.HttpServerRequest): void => {
  if (Predicate.hasProperty(source, "socket") && Predicate.hasProperty(source.socket, "destroy")) {
    const { destroy } = source.socket
    if (typeof destroy === "function") destroy.call(source.socket)
  }
}

/**
 * A body on its way to a client while its handler produces it. The handler's side pumps, in a fiber of its own choice;
 * the client's side may leave at any time.
 */
export class Live {
  private hasLeft = false
  /** Opens when neither client nor record needs the rest. */
  private readonly useless = Effect.unsafeMakeLatch()
  readonly response: HttpServerResponse.HttpServerResponse

  constructor(
    request: HttpServerRequest.HttpServerRequest,
    response: HttpServerResponse.HttpServerResponse,
    private readonly stream: Stream.Stream<Uint8Array, unknown>,
    /** The part for the record. Without one, the stream ends when its client leaves. */
    private readonly kept: Body.Kept | undefined,
    private readonly mailbox: Mailbox.Mailbox<Uint8Array, "cut off">
  ) {
    const sent = Mailbox.toStream(mailbox).pipe(
      Stream.tapErrorCause(() => Effect.sync(() => cut(request))),
      Stream.ensuring(this.leave)
    )
    this.response = Body.withStream(response, sent)
  }

  /** The client is gone. The record may need the rest. */
  readonly leave: Effect.Effect<void> = Effect.suspend(() => {
    this.hasLeft = true
    if (this.kept === undefined || this.kept.isTooLarge) this.useless.unsafeOpen()
    return this.mailbox.shutdown
  })

  /** Produces the body, for the client and the record. Fails if the stream does. */
  get pump(): Effect.Effect<void, unknown> {
    return Stream.runForEachChunk(this.stream, (chunk) =>
      Effect.suspend(() => {
        for (const bytes of chunk) this.kept?.add(bytes)
        if (!this.hasLeft) return Effect.asVoid(this.mailbox.offerAll(chunk))
        if (this.kept?.isTooLarge === true) this.useless.unsafeOpen()
        return Effect.void
      })).pipe(Effect.raceFirst(this.useless.await))
  }

  /** Ends the body for its client: completely, or by cutting it off. */
  end(isComplete: boolean): Effect.Effect<void> {
    return Effect.asVoid(isComplete ? this.mailbox.end : this.mailbox.fail("cut off"))
  }

  /** Pumps on behalf of the client alone. */
  get pumpToEnd(): Effect.Effect<void> {
    return this.pump.pipe(
      Effect.matchCauseEffect({
        onFailure: (cause) =>
          Cause.isInterruptedOnly(cause)
            ? this.end(false)
            : Effect.zipRight(
              Effect.logWarning("the body of an answer failed while it was sent", cause),
              this.end(false)
            ),
        onSuccess: () => this.end(true)
      }),
      Effect.onInterrupt(() => this.end(false))
    )
  }
}

export const make = (
  request: HttpServerRequest.HttpServerRequest,
  response: HttpServerResponse.HttpServerResponse,
  stream: Stream.Stream<Uint8Array, unknown>,
  kept?: Body.Kept
): Effect.Effect<Live> =>
  Effect.map(
    Mailbox.make<Uint8Array, "cut off">(capacity),
    (mailbox) => new Live(request, response, stream, kept, mailbox)
  )

/** Takes the client away from the body when its request ends, whether or not it has read any of it. */
export const untilRequestEnds = (live: Live): Effect.Effect<void> =>
  Effect.flatMap(
    Effect.serviceOption(Scope.Scope),
    (scope) => Option.isSome(scope) ? Scope.addFinalizer(scope.value, live.leave) : Effect.void
  )
