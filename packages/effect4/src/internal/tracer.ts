import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import * as Context3 from "effect3/Context"
import * as Exit3 from "effect3/Exit"
import * as Option3 from "effect3/Option"
import * as Tracer3 from "effect3/Tracer"
import { toCause } from "./exit.js"

/** The spans of Effect 4 behind those of the engine. */
const spans = new WeakMap<Tracer3.AnySpan, Tracer.AnySpan>()

const wrapped = (span: Tracer.AnySpan): Tracer3.ExternalSpan => {
  const { sampled, spanId, traceId } = span
  const outer = Tracer3.externalSpan({ spanId, traceId, sampled })
  spans.set(outer, span)
  return outer
}

/** The span of Effect 4 in which a fiber of the engine runs. */
export const spanOf = (context: Context3.Context<never>): Option.Option<Tracer.AnySpan> => {
  const span = Context3.getOption(context, Tracer3.ParentSpan)
  return Option.fromUndefinedOr(span._tag === "Some" ? spans.get(span.value) : undefined)
}

const same = (value: unknown) => value

const toExit = (exit: Exit3.Exit<unknown, unknown>): Exit.Exit<unknown, unknown> =>
  Exit3.isSuccess(exit) ? Exit.succeed(exit.value) : Exit.failCause(toCause(exit.cause, same, same))

/** A tracer of Effect 4 for the engine. Times are read from the caller's clock, as its own spans read them. */
const adapt = (tracer: Tracer.Tracer, context: Context.Context<never>): Tracer3.Tracer => {
  const now = () => Context.get(context, Clock.Clock).currentTimeNanosUnsafe()
  const start = (options: Parameters<Tracer3.Tracer["span"]>): Tracer3.Span => {
    const [name, outer, own, , startTime, kind] = options
    const parent = Option3.isSome(outer) ? Option.fromUndefinedOr(spans.get(outer.value)) : Option.none()
    const span = tracer.span({
      name,
      parent,
      annotations: Context.empty(),
      links: [],
      startTime: now(),
      kind,
      root: Option.isNone(parent),
      sampled: Option.isNone(parent) || parent.value.sampled
    })
    for (const [key, value] of Object.entries(Context.get(context, References.TracerSpanAnnotations))) {
      span.attribute(key, value)
    }
    let status: Tracer3.SpanStatus = { _tag: "Started", startTime }
    const inner: Tracer3.Span = {
      _tag: "Span",
      name,
      spanId: span.spanId,
      traceId: span.traceId,
      parent: outer,
      context: own,
      get status() {
        return status
      },
      get attributes() {
        return span.attributes
      },
      links: [],
      sampled: span.sampled,
      kind,
      end: (endTime, exit) => {
        status = { _tag: "Ended", startTime, endTime, exit }
        span.end(now(), toExit(exit))
      },
      attribute: (key, value) => span.attribute(key, value),
      event: (name, _startTime, attributes) => span.event(name, now(), attributes),
      // The engine links no spans.
      addLinks: () => {}
    }
    spans.set(inner, span)
    return inner
  }
  return Tracer3.make({ span: (...options) => start(options), context: (f) => f() })
}

/** The tracer and current span of a context, for the engine; none if nothing looks at spans. */
export const fromContext = (
  context: Context.Context<never>
): { readonly tracer: Tracer3.Tracer; readonly parent: Tracer3.AnySpan | undefined } | undefined => {
  const tracer = Context.get(context, Tracer.Tracer)
  if (tracer === Tracer.nativeTracer || !Context.get(context, References.TracerEnabled)) return undefined
  const span = Context.getOption(context, Tracer.ParentSpan)
  return { tracer: adapt(tracer, context), parent: Option.isSome(span) ? wrapped(span.value) : undefined }
}
