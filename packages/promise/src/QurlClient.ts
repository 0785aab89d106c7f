/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The client: all operations as Promises.
 *
 * @since 0.1.0
 */
import type { ClientOptions } from "./ClientOptions.js"
import { assertClientOptions, build, runtimeFor, stateFor } from "./internal/build.js"
import { Client } from "./internal/client.js"
import { connect } from "./internal/connect.js"
import { optionsFromEnvironment } from "./internal/environment.js"
import * as Run from "./internal/run.js"
import type { Qurls } from "./services/Qurls.js"
import type { Services } from "./services/Services.js"

/**
 * Members of a client: the operations on links and the other services.
 *
 * @since 0.1.0
 * @category models
 */
// `connect` returns all of both, and the constructor takes it over.
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging
export interface QurlClient extends Qurls, Services {}

/**
 * A client of the qURL API. Make one per program: its calls share a pace towards the server, a retry budget and a
 * memory of used keys.
 *
 * @example
 * import { QurlClient } from "@qurl/promise"
 *
 * const client = new QurlClient({ apiKey: "lv_test_..." })
 *
 * const { qurl_link } = await client.create({ target_url: "https://example.com", expires_in: "24h" })
 *
 * for await (const resource of client.listAll()) console.log(resource.resource_id)
 *
 * @since 0.1.0
 * @category constructors
 */
export class QurlClient extends Client implements AsyncDisposable {
  readonly #runner: Run.Runner

  /** Throws a `ConfigurationError` when the options are wrong. Nothing is sent. */
  constructor(options: ClientOptions) {
    super()
    assertClientOptions(options)
    const scope = Run.openScope()
    const services = build(options, stateFor(this, options), scope)
    this.#runner = Run.make(runtimeFor(options), scope, options.fetch)
    Object.assign(this, connect(services, this.#runner))
  }

  /** A client that takes `apiKey` and `baseUrl` from the environment variables `QURL_API_KEY` and `QURL_API_URL`. */
  static fromEnvironment(options: Omit<ClientOptions, "apiKey" | "baseUrl"> = {}): QurlClient {
    return new QurlClient({ ...options, ...optionsFromEnvironment() })
  }

  /** Ends the calls that run, which reject with an `AbortError`, and refuses others. */
  close(): Promise<void> {
    return this.#runner.close()
  }

  /** The same, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** The client has nothing to show: what it holds is its credential. */
  toJSON(): Record<string, unknown> {
    return { apiKey: "<redacted>" }
  }
}
