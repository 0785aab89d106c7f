/**
 * A slow wire that reports what passes over it.
 *
 * @since 0.1.0
 */
import { setTimeout as sleep } from "node:timers/promises"
import { nameHeader } from "./clients.js"

/**
 * Event of one client.
 *
 * @since 0.1.0
 * @category models
 */
export type Event =
  | { readonly kind: "sent"; readonly attempt: number; readonly key: string | null; readonly isSameKey: boolean }
  | { readonly kind: "cut" }
  | { readonly kind: "answered"; readonly status: number; readonly replayed: boolean }
  | { readonly kind: "reported"; readonly text: string }
  | { readonly kind: "rows"; readonly count: number }

/**
 * `fetch` for one client that reports every request, answer and cut connection. Each is held for `millis` milliseconds,
 * so that people can follow.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  name: string,
  millis: number,
  report: (event: Event) => void
): typeof globalThis.fetch => {
  let attempt = 0
  let previous: string | null = null
  return async (url, init) => {
    const headers = new Headers(init?.headers)
    headers.set(nameHeader, name)
    const key = headers.get("idempotency-key")
    attempt += 1
    report({ kind: "sent", attempt, key, isSameKey: key !== null && key === previous })
    previous = key
    await sleep(millis)
    try {
      const response = await fetch(url, { ...init, headers })
      await sleep(millis)
      report({
        kind: "answered",
        status: response.status,
        replayed: response.headers.get("idempotency-replayed") === "true"
      })
      return response
    } catch (error) {
      await sleep(millis)
      report({ kind: "cut" })
      throw error
    }
  }
}
