import * as Context from "effect/Context"
import * as Scheduler from "effect/Scheduler"
import * as Clock3 from "effect3/Clock"
import * as Context3 from "effect3/Context"
import * as DefaultServices3 from "effect3/DefaultServices"
import * as FiberRef3 from "effect3/FiberRef"
import * as HashSet3 from "effect3/HashSet"
import * as Random3 from "effect3/Random"
import * as Runtime3 from "effect3/Runtime"
import * as Scheduler3 from "effect3/Scheduler"
import * as Tracer3 from "effect3/Tracer"
import { Caller } from "./caller.js"
import * as Clock from "./clock.js"
import { logger, minimumOf } from "./logger.js"
import * as Random from "./random.js"
import { references } from "./references.js"
import * as Tracer from "./tracer.js"

const base = Runtime3.setFiberRef(
  Runtime3.defaultRuntime,
  FiberRef3.currentLoggers,
  HashSet3.make(logger)
)

const liveScheduler = Context.get(Context.empty(), Scheduler.Scheduler)

/** Scheduler of the caller, so that the clock of a test can wait for the fibers it woke; none if it is the default. */
const schedulerOf = (context: Context.Context<never>): Scheduler3.Scheduler | undefined => {
  const scheduler = Context.get(context, Scheduler.Scheduler)
  if (scheduler === liveScheduler || scheduler.executionMode === "sync") return undefined
  const dispatcher = scheduler.makeDispatcher()
  return {
    shouldYield: (fiber) => Scheduler3.defaultScheduler.shouldYield(fiber),
    scheduleTask: (task, priority) => dispatcher.scheduleTask(task, priority)
  }
}

const make = (context: Context.Context<never>): Runtime3.Runtime<Caller> => {
  const clock = Clock.fromContext(context)
  const random = Random.fromContext(context)
  const traced = Tracer.fromContext(context)
  const scheduler = schedulerOf(context)
  const parent = traced?.parent
  const around = Context3.add(references(context), Caller, context)
  let runtime = Runtime3.updateContext(
    base,
    () => parent === undefined ? around : Context3.add(around, Tracer3.ParentSpan, parent)
  )
  if (clock !== undefined || random !== undefined || traced !== undefined) {
    let services = DefaultServices3.liveServices
    if (clock !== undefined) services = Context3.add(services, Clock3.Clock, clock)
    if (random !== undefined) services = Context3.add(services, Random3.Random, random)
    if (traced !== undefined) services = Context3.add(services, Tracer3.Tracer, traced.tracer)
    runtime = Runtime3.setFiberRef(runtime, DefaultServices3.currentServices, services)
  }
  if (scheduler !== undefined) runtime = Runtime3.setFiberRef(runtime, FiberRef3.currentScheduler, scheduler)
  return Runtime3.setFiberRef(runtime, FiberRef3.currentMinimumLogLevel, minimumOf(context))
}

/** A context never changes, and most calls of a program are made in a few of them. */
const runtimes = new WeakMap<Context.Context<never>, Runtime3.Runtime<Caller>>()

/**
 * The runtime of the engine for calls of a fiber: its clock, random numbers, tracer, loggers, scheduler and references.
 */
export const runtimeOf = (context: Context.Context<never>): Runtime3.Runtime<Caller> => {
  const known = runtimes.get(context)
  if (known !== undefined) return known
  const made = make(context)
  runtimes.set(context, made)
  return made
}
