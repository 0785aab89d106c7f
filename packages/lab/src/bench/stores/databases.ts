/** Database servers of the benchmark's own, with the settings they come with. Where one is not installed, it is left out. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { join } from "node:path"
import { directory } from "../../databases/place.js"
import * as Postgres from "../../databases/Postgres.js"
import * as Redis from "../../databases/Redis.js"

/** Makes a database and tells its address. */
export type Databases = (name: string) => Effect.Effect<string>

const postgres: Effect.Effect<Option.Option<Databases>, never, Scope.Scope> = Effect.suspend(() =>
  Postgres.isInstalled
    ? Effect.map(Postgres.make(), ({ createDatabase }) => Option.some(createDatabase))
    : Effect.succeedNone
)

/** It writes an append-only file, as the store wants it. */
const redis: Effect.Effect<Option.Option<Databases>, never, Scope.Scope> = Effect.suspend(() =>
  Redis.isInstalled
    ? Effect.map(
      Redis.make("--appendonly", "yes"),
      ({ port }) => Option.some((name: string) => Effect.succeed(`${port} ${name}:`))
    )
    : Effect.succeedNone
)

const sqlite: Effect.Effect<Option.Option<Databases>, never, Scope.Scope> = Effect.map(
  directory("qurl-bench-"),
  (home) => Option.some((name: string) => Effect.succeed(join(home, `${name}.sqlite`)))
)

const memory: Effect.Effect<Option.Option<Databases>> = Effect.succeedSome(() => Effect.succeed(""))

/** Makers of databases for each of the stores. */
export const databases = { memory, sqlite, postgres, redis }
