/** Databases for tests and benchmarks, from what is installed. Each is a process of its own, gone with the scope. */
export { directory, freePort, isAbsent } from "./place.js"
/** PostgreSQL. */
export * as Postgres from "./Postgres.js"
/** Redis. */
export * as Redis from "./Redis.js"
