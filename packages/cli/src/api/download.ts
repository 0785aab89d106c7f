import * as FileSystem from "@effect/platform/FileSystem"
import * as HttpClient from "@effect/platform/HttpClient"
import type { QurlError } from "@qurl/sdk"
import { Portal } from "@qurl/sdk/Portal"
import { Qurl } from "@qurl/sdk/Qurls"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"
import * as Report from "../terminal/errorReport.js"
import * as Stdio from "../terminal/stdio.js"
import { asInput } from "./asInput.js"
import { type CallGiven, callOptions } from "./callFlags.js"
import { given } from "./linkFlags.js"
import { httpClient } from "./proxy.js"

/** Lifetime of the link that a download uses: longer than all of its attempts. */
const lifetime = "5m"

const mostRedirects = 10

/** Suffix of a file until it is complete. */
const suffix = ".part"

interface Downloaded {
  readonly resource_id: string | undefined
  readonly path: string
  readonly bytes: number
}

/** Refuses to replace a file. Asked before a link is created. */
export const checkTarget = (path: string, force: boolean): Effect.Effect<void, Problem, FileSystem.FileSystem> =>
  force || path === "-"
    ? Effect.void
    : Effect.flatMap(FileSystem.FileSystem, (fs) => Effect.orElseSucceed(fs.exists(path), () => false)).pipe(
      Effect.flatMap((exists) =>
        exists
          ? new Problem({
            exitCode: exitCodes.conflict,
            what: `${path} exists.`,
            outcome: "Nothing was sent.",
            next: "Name another file with --file, or replace it with --force."
          })
          : Effect.void
      )
    )

const next = "Run the command again: it uses another link."

const failed = (exitCode: number, host: string, why: string): Problem =>
  new Problem({
    exitCode,
    what: `The content could not be read from ${host} (${why}).`,
    outcome: "The link of the download is used up.",
    next
  })

/** Body of a URL as a stream, whose failures are reported with the host alone. */
const contentOf = (url: string) =>
  Effect.gen(function*() {
    const host = new URL(url).host
    const client = HttpClient.followRedirects(yield* HttpClient.HttpClient, mostRedirects)
    const response = yield* Effect.mapError(
      client.get(url),
      (error) => failed(exitCodes.unavailable, host, error.reason)
    )
    if (response.status < 200 || response.status > 299) {
      const isMissing = response.status === 404 || response.status === 410
      return yield* failed(isMissing ? exitCodes.notFound : exitCodes.server, host, `status ${response.status}`)
    }
    return Stream.mapError(response.stream, (error) => failed(exitCodes.unavailable, host, error.reason))
  })

/** Writes next to the file first, so that a download that breaks off leaves the file as it was. */
const save = <E, R>(content: Stream.Stream<Uint8Array, E, R>, path: string) =>
  Effect.flatMap(FileSystem.FileSystem, (fs) => {
    const part = `${path}${suffix}`
    return Stream.run(content, fs.sink(part, { flag: "w", mode: 0o600 })).pipe(
      Effect.zipRight(fs.rename(part, path)),
      Effect.onError(() => Effect.ignore(fs.remove(part)))
    )
  })

/** Values of the flags of a download. */
export interface DownloadGiven extends CallGiven {
  readonly sessionDuration: string | undefined
}

/** Replaces the advice to repeat a call under its key: a repeated download uses another link. */
const again = (error: QurlError): QurlError | Problem => {
  if (error.outcome === "rejected" || error.outcome === "not sent") return error
  const { exitCode, outcome, what } = Report.reportOf(error)
  return new Problem({ exitCode, what, outcome, next })
}

/** Creates a link for one visit, and opens it for the address of this machine. */
const enter = (id: string, options: DownloadGiven) =>
  Effect.gen(function*() {
    const input = { expires_in: lifetime, one_time_use: true, ...given({ session_duration: options.sessionDuration }) }
    const link = yield* Qurl.mintLink(id, asInput(input), callOptions(options))
    return yield* Portal.enterPortal(Redacted.make(link.qurl_link), callOptions(options))
  }).pipe(Effect.mapError(again))

/** Downloads the content of a resource through a link of its own. The path `-` is standard output. */
export const download = (id: string, path: string, options: DownloadGiven) =>
  Effect.gen(function*() {
    const { resourceId, resourceUrl } = yield* enter(id, options)
    let bytes = 0
    const content = Stream.tap(Stream.unwrap(contentOf(resourceUrl)), (chunk) =>
      Effect.sync(() => {
        bytes += chunk.length
      }))
    yield* path === "-" ? Stream.runForEach(content, Stdio.bytes) : save(content, path)
    const done: Downloaded = { resource_id: resourceId, path, bytes }
    return done
  }).pipe(
    Effect.provide(httpClient)
  )
