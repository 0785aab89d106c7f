/**
 * Clocks that are moved while programs run, with libfaketime.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import { existsSync, readdirSync, writeFileSync } from "node:fs"

/** Folders in which packages install the library. Debian puts it below the name of the machine's architecture. */
const places = (): ReadonlyArray<string> => {
  const roots = ["/usr/lib", "/usr/local/lib", "/usr/lib64"]
  const below = existsSync("/usr/lib") ? readdirSync("/usr/lib").map((name) => `/usr/lib/${name}`) : []
  return [...roots, ...below].map((directory) => `${directory}/faketime/libfaketime.so.1`)
}

/**
 * The library, where it is installed.
 *
 * @since 0.1.0
 * @category constructors
 */
export const library = (): string | undefined => places().find((file) => existsSync(file))

/**
 * A clock of one program.
 *
 * @since 0.1.0
 * @category models
 */
export interface Clock {
  /** For the program that is to have this clock. */
  readonly env: Readonly<Record<string, string>>
  /** Sets the clock to the real time plus `seconds`. Running programs notice at once. */
  readonly set: (seconds: number) => Effect.Effect<void>
}

/**
 * A clock that is right at first. Only the time of day moves; durations stay what they are, as when an operator or NTP
 * sets a clock.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (library: string, file: string): Clock => {
  const write = (seconds: number) => writeFileSync(file, `${seconds < 0 ? "-" : "+"}${Math.abs(seconds)}\n`)
  write(0)
  return {
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      DONT_FAKE_MONOTONIC: "1"
    },
    set: (seconds) => Effect.sync(() => write(seconds))
  }
}
