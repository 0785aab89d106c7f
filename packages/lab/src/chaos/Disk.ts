/**
 * A small disk that fills up.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { execFileSync } from "node:child_process"
import { closeSync, mkdirSync, openSync, rmdirSync, rmSync, writeSync } from "node:fs"

/**
 * A disk of its own below a directory.
 *
 * @since 0.1.0
 * @category models
 */
export interface Disk {
  readonly directory: string
  /** Writes until nothing more fits. */
  readonly fill: Effect.Effect<void>
  readonly free: Effect.Effect<void>
}

const blockBytes = 4096

/** Until the disk refuses even one block. */
const fillUp = (file: string): void => {
  const descriptor = openSync(file, "a")
  try {
    for (let size = blockBytes * 64; size >= blockBytes;) {
      try {
        if (writeSync(descriptor, Buffer.alloc(size)) < size) size /= 2
      } catch {
        size /= 2
      }
    }
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Mounts a tmpfs of so many bytes, which is gone with the scope. None where this user may not mount.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (directory: string, bytes: number): Effect.Effect<Disk | undefined, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => {
        mkdirSync(directory, { recursive: true })
        try {
          execFileSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", directory], { stdio: "pipe" })
          return true
        } catch {
          return false
        }
      }),
      (isMounted) =>
        // Lazily: a killed process may still hold a file open there.
        Effect.sync(() => {
          if (isMounted) execFileSync("umount", ["--lazy", directory])
          rmdirSync(directory)
        })
    ),
    (isMounted) => {
      const filler = `${directory}/filler`
      return !isMounted ? undefined : {
        directory,
        fill: Effect.sync(() => fillUp(filler)),
        free: Effect.sync(() => rmSync(filler, { force: true }))
      }
    }
  )
