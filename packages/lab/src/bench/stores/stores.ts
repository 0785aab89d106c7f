/** The stores that are measured, each loaded alone. */
import type * as Layer from "effect/Layer"
import type { Kit } from "./kit.js"

export interface Module<R> {
  readonly kit: Kit<R>
  readonly layer: (place: string, isSealed: boolean) => Layer.Layer<R, unknown>
}

export const names = ["memory", "sqlite", "postgres", "redis"] as const

export type Name = typeof names[number]

/** Loads the module of a store, so that a run needs only the drivers it measures. */
export const load = async <A>(name: Name, use: <R>(module: Module<R>) => A): Promise<A> => {
  switch (name) {
    case "memory":
      return use(await import("./memoryStore.js"))
    case "sqlite":
      return use(await import("./sqliteStore.js"))
    case "postgres":
      return use(await import("./postgresStore.js"))
    case "redis":
      return use(await import("./redisStore.js"))
  }
}
